"""The reader: whether a unit of an article answers a question, read together."""
