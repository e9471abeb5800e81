"""Exact optima of problems for small n: how few calls are enough, and why fewer are not.

by_instances   the meaning itself: minimax over sets of instances; slow, for every problem and mode
search         anytime minimax over knowledge states: brackets [lower, upper] that tighten
posets, canonical, poset_bounds     orders, by what is known of them
counts         functions of the number of ones
subcubes       functions of a string, and graph properties up to renaming of the vertices
pools          group testing with two defectives
weights        hypotheses, answers that may be lies
expected       expected costs, exactly
certificate    strategies and adversaries as plain JSON
recheck        checks such a certificate; shares no code with the search
"""
