"""Brings articles in: read -> clean -> describe -> split -> store, with a receipt for every source. Floor 2."""
