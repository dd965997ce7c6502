"""Models that read: the bundled reader model, and language models that check and compare sentences."""
