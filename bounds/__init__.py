"""What is said: expressions, recurrences, claims and their text. No solver, no search, no I/O beyond text."""
