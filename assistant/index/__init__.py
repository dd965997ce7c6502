"""What is kept: articles in SQLite, vectors in Chroma, and the embedder that makes them."""
