"""Plans for people: the page for a leader."""
