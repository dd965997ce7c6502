"""Storage: the catalogue of articles, the vector store, and the embedder that fills it."""
