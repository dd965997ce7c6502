"""What the words of news text mean: sentences, figures, days, names, outlets."""
