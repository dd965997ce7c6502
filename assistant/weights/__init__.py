"""The neural networks that ship with the package, and the code that runs them."""
