"""What reads question, sentence and passage together."""
