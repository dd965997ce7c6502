"""The web as a source: what may be fetched and how politely, pages, feeds, and feeds that are followed. Floor 2."""
