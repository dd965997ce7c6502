"""Found passages as weighed evidence, and whether it holds an answer."""
