"""On whose say-so: the ladder of each sentence, and the origins that accounts go back to."""
