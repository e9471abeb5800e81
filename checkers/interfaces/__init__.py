"""How a person or a program asks: the command line, and the workers that carry its questions out."""
