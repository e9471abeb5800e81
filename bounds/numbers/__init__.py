"""Exact real numbers: logarithms of positive numbers, exponents, and the enclosures that order them."""
