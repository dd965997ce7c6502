"""Language models: the plug, the wire, and what a call takes."""
