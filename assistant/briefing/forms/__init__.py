"""The written forms of a briefing, one file each."""
