"""Who says what: the attribution ladder of each sentence, and the origins that reports go back to."""
