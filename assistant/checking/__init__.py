"""Whether a sentence stands on what it cites."""
