"""The sections of a briefing, one file each: how what was gathered becomes what stands there."""
