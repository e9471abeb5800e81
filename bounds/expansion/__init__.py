"""Asymptotic expansions over the scale of growth."""
