"""What a question asks: its days, its outlets, its parts, and what it leaves unsaid."""
