"""The web page as HTML: a talk, and the Briefing tab."""
