"""Checking: whether a sentence is supported by what it cites, or by what an index holds."""
