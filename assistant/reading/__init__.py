"""What reads question, sentence and passage together: the reader that ships with the package, and a language model."""
