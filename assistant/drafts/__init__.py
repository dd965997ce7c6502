"""Drafts from outside: read in the forms that people write in, and given back with what the checks found."""
