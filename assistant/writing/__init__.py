"""From evidence to an answer: writers, composition, numbering, rendering."""
