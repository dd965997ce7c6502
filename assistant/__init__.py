"""Sayso: answers questions from news articles, and tells you on whose say-so."""

__version__ = "0.1.0"
