"""Exact optima of problems for small n: how few calls are enough, and why fewer are not.

by_instances     the meaning itself: minimax over sets of instances; slow, for every problem and mode
engines          the entrance: brackets around the optimum, by the engine that knows the kind of problem
search           anytime minimax over knowledge states: brackets [lower, upper] that tighten
posets           orders, by what is known of them (canonical: forms; poset_bounds: lower bounds)
expected         expected costs of order problems
counts           functions of the number of ones
subcubes         functions of a string; graph properties up to renaming of the vertices
pools            group testing with two defectives
weights          hypotheses, and answers of which some may be lies
masks            any problem, by sets of instances
merge_insertion  sorting by Ford and Johnson's algorithm, as a strategy
certificate      a claim and its proof as plain JSON: a strategy and an adversary (poset_tables, mask_tables)

The kernel checks such a proof (`checkers.kernel.problems.optimum`); it shares no code with the search.
"""
