"""What is known: claims with their sources and expected verdicts, and the certificates beside them."""
