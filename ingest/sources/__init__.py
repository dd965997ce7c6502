"""Sources of articles: one file a format, behind the small Protocol `found.Format`. Floor 2.

A new format is one file here and one line in `formats.FORMATS`.
"""
