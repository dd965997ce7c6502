"""Language models: the registry of providers, the client that calls them, and what calls cost."""
