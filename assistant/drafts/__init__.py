"""Drafts to check: read from several formats, and written back with the results."""
