"""The weights that ship with the package, and what opens them."""
