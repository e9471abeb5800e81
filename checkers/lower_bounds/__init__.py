"""Lower bounds for every size: untrusted search for proofs that `checkers.kernel.problems` checks.

candidates   what each rule of the kernel is asked for; METHODS, the registry that `checkers.decide` tries in order
follow       how a claim follows from a derived bound: the same formula, or a claim about a recurrence
"""
