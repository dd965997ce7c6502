"""Readers' conversations and briefings, stored until they delete them."""
