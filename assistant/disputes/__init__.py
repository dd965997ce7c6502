"""Where accounts disagree: what each claims, and the sides set against each other."""
