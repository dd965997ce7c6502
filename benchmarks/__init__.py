"""Measurements of speed and of retrieval, each printed beside a floor of the same run. Floor 4."""
