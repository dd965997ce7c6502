"""The version of Sayso. Floor 0."""

__version__ = "0.1.0"
