"""Understanding a question: its days, outlets, parts, and the context it depends on."""
