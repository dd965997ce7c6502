"""A briefing from news articles: gathered, grouped, set out in sections, and written in five forms. Floor 3."""
