"""What is known: one subject a file, its source and the verdict expected; certificates beside them in certificates/."""
