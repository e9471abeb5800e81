"""Lower bounds for every size: untrusted search for proofs and refutations that `checkers.kernel.problems` checks.

candidates         what each rule of the kernel is asked for; METHODS, which `checkers.decide` tries in order
follow             how a claim follows from a derived bound: the same formula, or a claim about a recurrence
acceptance         what else must hold before a bound is accepted: exact optima, posets (concrete_play), hypotheses
derived            every bound that the rules derive for a setting
gap                what a decomposition costs beside these bounds

strategy           a strategy at a small size that costs less than is claimed
algorithm          a known algorithm that costs less than is claimed
points             where refutations are looked for: numbers for parameters, sizes

win_loss           proofs for rule win-loss
synthesis          its weights, found by z3; rational_fit: for every size k
potentials         the same for a person: `potential(...)`, `synthesised(...)`
win_loss_template  the counters of rule win-loss as a template

templates          potential arguments about counters of a user's own; obligations: what is to be proved of them
proving            proves them: z3, cvc5 as a second vote, multipliers that add up; tick_list: shows
reachable_states   whether a countermodel comes about at small n
"""
