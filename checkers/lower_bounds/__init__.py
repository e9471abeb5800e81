"""Lower bounds for every size: untrusted search for proofs and refutations that `checkers.kernel.problems` checks.

candidates   what each rule of the kernel is asked for; METHODS, the registry that `checkers.decide` tries in order
follow       how a claim follows from a derived bound: the same formula, or a claim about a recurrence
strategy     a strategy at a small size that costs less than is claimed
algorithm    a known algorithm that costs less than is claimed
points       where refutations are looked for: numbers for parameters, sizes
"""
