"""Disputes: which sentences contradict each other, what each claims, and the sides as they are shown."""
