"""What readers asked and were answered, kept in the home until they delete it."""
