"""The certificates that the kernel must reject by the rules blocks and subsequence."""

from __future__ import annotations

from typing import Any

from tests.checkers.accepted import COUNT, JOSEPHUS, ODD
from tests.checkers.proofs import (
    along,
    blocks,
    bound,
    case,
    claim,
    closed,
    equation,
    form,
    sums,
)
from tests.checkers.reject_case import (
    PREMISE,
    PROOF,
    Reject,
    edited,
)

DEPTH = "T(1) = 1; T(n) = T(floor(n/2)) + 1 for n >= 2"
DEPTH_FORM, CLOSED_JOSEPHUS = "floor(log2(n)) + 1", "2*(n - 2^floor(log2(n))) + 1"
ODD_PROOFS = [*[sums(("1",))] * 3, sums()]


def of_blocks(
    recurrence: str, text: str, premise: Any, need: str, why: str, relation: str = "==", rule: str = "blocks"
) -> Reject:
    """A claim about sizes from `low` on, and a premise of rule blocks that fails."""
    about = claim(recurrence, f"T(n) {relation} {text} for n >= {premise['low']}")
    return Reject(case(about, bound(premise, premise["low"])), rule, need, why)


def changed_blocks(changes: dict[str, Any], need: str, why: str, rule: str = "blocks") -> Reject:
    """The depth of binary search, with changes that the language refuses, or that are not only in one copy."""
    about = claim(DEPTH, f"T(n) == {DEPTH_FORM} for n >= 1")
    return Reject(case(about, bound(blocks(DEPTH_FORM, 1), 1)), rule, need, why, changes)


BLOCKS = {
    "blocks-for-any-rounding": of_blocks(
        "rounding any; T(1) = 1; T(n) = T(n/2) + 1 for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1),
        "rounding as stated", "T(3) may call T(2)",
    ),
    "blocks-inequality-with-a-parameter": of_blocks(
        "parameters c real; T(1) = c; T(n) = T(floor(n/2)) + 1 for n >= 2", f"c + {DEPTH_FORM}",
        blocks(f"c + {DEPTH_FORM}", 1, "<="), "no parameters in an inequality", "values of parameters are not asked",
        "<=",
    ),
    "blocks-with-a-stranger": changed_blocks(
        {"claim.bound": form(f"{DEPTH_FORM} + x - x"), f"{PREMISE}.form": form(f"{DEPTH_FORM} + x - x")},
        "n and parameters alone, with names that do not begin with _", "what is x?",
    ),
    "blocks-with-a-name-of-the-rule": Reject(
        case(claim("parameters c real; " + DEPTH, f"T(n) == {DEPTH_FORM} for n >= 1"), bound(blocks(DEPTH_FORM, 1), 1)),
        "blocks", "n and parameters alone, with names that do not begin with _",
        "_l is the rule's own number of a block",
        {"claim.parameters.0.name": "_l"},
    ),
    "blocks-before-the-step": of_blocks(
        "T(n) = 7 for n <= 9; T(n) = T(floor(n/2)) + 1 for n > 9", f"{DEPTH_FORM} + 3", blocks(f"{DEPTH_FORM} + 3", 4),
        "a first block that begins between the step's start and 1024", "T(5) is 7, the step says T(2) + 1",
    ),
    "blocks-of-nothing": of_blocks(
        DEPTH, DEPTH_FORM, blocks(DEPTH_FORM, 1, scale="-1"),
        "a first block that begins between the step's start and 1024", "no size lies in [-4, -8)",
    ),
    "blocks-without-proofs": of_blocks(
        ODD, DEPTH_FORM, blocks(DEPTH_FORM, 1, "<="), "a proof for each inequality", "nothing shows the step", "<=",
    ),
    "blocks-identity-with-proofs": of_blocks(
        DEPTH, DEPTH_FORM, blocks(DEPTH_FORM, 1, proofs=[sums()]), "a proof for each inequality",
        "an identity needs none"
    ),
    "blocks-false-in-the-step": of_blocks(
        DEPTH, f"2*{DEPTH_FORM} - 1", blocks(f"2*{DEPTH_FORM} - 1", 1), "F to satisfy the step", "true only at n = 1"
    ),
    "blocks-false-at-their-end": of_blocks(
        "T(1) = 1; T(n) = T(ceil(n/2)) + 1 for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1, level=4),
        "F to satisfy the step", "T(3) = 3: ceil(n/2) leads from 2^m - 1 into the same block",
    ),
    "blocks-of-a-logarithm": of_blocks(
        DEPTH, f"{DEPTH_FORM} + log2(n) - log2(n)", blocks(f"{DEPTH_FORM} + log2(n) - log2(n)", 1),
        "expressions the ring can represent", "log2(n) is no polynomial",
    ),
    "blocks-by-parity-of-equations-by-three": of_blocks(

               "T(1) = 1; T(2) = 1; T(3*n) = T(n) + 1 for n >= 1; "
        "T(3*n+1) = T(n) + 1 for n >= 1; T(3*n+2) = T(n) + 1 for n >= 1",
        "floor(log(n, 3)) + 1", blocks("floor(log(n, 3)) + 1", 1, base=3),
        "a modulus that tells the equations apart", "2 says nothing of thirds",
    ),
    "blocks-of-another-function": Reject(
        "josephus-by-parity", "blocks", "calls of the same function", "U may be anything",
        {"claim.equations.1.body": form("2*U(n) - 1")},
    ),
    "inlined-function-by-parity": Reject(
        "even-and-odd-closed-form", "step", "an inlined step for all sizes at once", "B has two equations",
        {
            "claim.equations": [
                equation(["0"], "0", f="A"),
                equation(["n"], "B(n-1) + 1", (">=", "n", "1"), f="A"),
                equation(["2*n"], "2", (">=", "n", "0"), f="B"),
                equation(["2*n+1"], "2", (">=", "n", "0"), f="B"),
            ]
        },
    ),
    "blocks-shorter-than-sizes-stray": of_blocks(
        "T(n) = 1 for n <= 9; T(n) = T(floor(n/2)+4) + 1 for n >= 10", DEPTH_FORM, blocks(DEPTH_FORM, 1, level=4),
        "blocks of integers, longer than sizes stray from them", "T(16) calls T(12), not yet in the block before",
    ),
    "blocks-that-begin-at-a-half": of_blocks(
        DEPTH, DEPTH_FORM, blocks(DEPTH_FORM, 1, scale="3/4"),
        "blocks of integers, longer than sizes stray from them", "a block cannot begin at 3/2",
    ),
    "blocks-with-a-division-by-zero": changed_blocks(
        {"claim.equations.1.body": form("T(floor(n/2)) + 1 + 0/(n-64)")},
        "parts that are defined in every block", "T(64) is undefined",
    ),
    "blocks-of-a-sum": of_blocks(
        "T(1) = 1; T(n) = T(floor(n/2)) + sum(k=1..n: 0) + 1 for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1),
        "no sums, maxima and roots of equations", "a sum binds names",
    ),
    "blocks-with-thirds-by-parity": of_blocks(
        "T(1) = 1; T(n) = T(floor(n/2)) + 1 + 0*floor(n/3) for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1),
        "roundings that are affine on each residue", "floor(n/3) needs n mod 6",
    ),
    "blocks-with-a-call-within-a-call": changed_blocks(
        {"claim.equations.1.body": form("T(floor(n/2)) + 0*T(T(floor(n/2))) + 1")},
        "calls at sizes a*k + c", "T at what size?",
    ),
    "blocks-with-the-other-rounding": of_blocks(
        "T(1) = 0; T(n) = T(ceil(n/2)) + 1 for n >= 2", "ceil(log2(n))", blocks("ceil(log2(n))", 1),
        "logarithms that are steady on the blocks", "ceil(log2(n)) is not one number for 4 <= n < 8",
    ),
    "blocks-with-a-logarithm-to-another-base": of_blocks(
        DEPTH, "floor(log(n, 4)) + 1", blocks("floor(log(n, 4)) + 1", 1),
        "logarithms that are steady on the blocks", "4 <= n < 16",
    ),
    "blocks-with-a-call-of-two-thirds": of_blocks(
        "T(n) = 1 for n <= 2; T(n) = T(floor(2*n/3)) + 1 for n >= 3", DEPTH_FORM, blocks(DEPTH_FORM, 1, modulus=6),
        "sizes n/base^j up to a rounding", "a block is not sent into a block",
    ),
    "blocks-with-a-call-of-the-same-size": changed_blocks(
        {"claim.equations.1.body": form("T(n)")}, "sizes below n", "T(2) may be anything"
    ),
    "blocks-that-call-below-low": of_blocks(
        DEPTH, DEPTH_FORM, blocks(DEPTH_FORM, 4), "sizes from 4 on", "the form is not shown at 2 and 3"
    ),
    "blocks-inequality-with-a-power-of-three": of_blocks(
        ODD, "3^floor(log2(n))", blocks("3^floor(log2(n))", 1, "<="),
        "powers of the base, with exponents that rise with the block", "3^l is no polynomial in 2^l", "<=",
    ),
    "blocks-undefined-at-one": Reject(
        case(
            claim("parameters a real; T(1) = 0; T(n) = a*T(floor(n/2)) for n >= 2",
            "T(n) == 0*a^(floor(log2(n))-1) for n >= 1"),
            bound(blocks("0*a^(floor(log2(n))-1)", 1, level=3), 1),
        ),
        "blocks", "F defined at n = 1", "a^-1 for a = 0",
    ),
    "blocks-false-at-first": of_blocks(
        "T(1) = 2; T(n) = T(floor(n/2)) + 1 for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1), "F(1) = T(1)", "T(1) = 2"
    ),
    "blocks-free-at-first": of_blocks(
        "T(n) = T(floor(n/2)) + 1 for n >= 2", DEPTH_FORM, blocks(DEPTH_FORM, 1), "F(1) = T(1)", "T(1) may be anything"
    ),
    "blocks-bound-false-at-first": of_blocks(
        ODD.replace("= 0 for", "= 3 for"), DEPTH_FORM, blocks(DEPTH_FORM, 1, "<=", ODD_PROOFS),
        "the bound at n = 1", "T(1) = 3", "<=",
    ),
    "blocks-bound-with-a-false-certificate": of_blocks(
        ODD, "1", blocks("1", 1, "<=", [sums(("1",)), sums(), sums(("1",)), sums()]),
        "an identity between the goal and the products", "an odd size adds 1", "<=", "polynomial",
    ),
    "closed-form-for-equations-by-parity": of_blocks(
        JOSEPHUS, CLOSED_JOSEPHUS, closed(CLOSED_JOSEPHUS, 1), "a step for all sizes at once",
        "two equations", rule="step"
    ),
    "equations-for-even-sizes-alone": changed_blocks(
        {"claim.equations.1": equation(["2*n"], "T(n) + 1", (">=", "n", "1"))},
        "one equation T(n) = ... for n >= start", "T(3) is free", "step",
    ),
    "equations-by-parity-with-an-end": changed_blocks(
        {"claim.equations.0": equation(["2*n"], "1", (">=", "n", "1"), ("<=", "n", "1"))},
        "sizes given as a number or a variable", "T(2) = 1 is below the step, but other ends are not", "step",
    ),
    "equations-by-parity-and-for-all": changed_blocks(
        {"claim.equations.0": equation(["2*n"], "T(n) + 2", (">=", "n", "4"))},
        "one equation T(n) = ... for n >= start", "T(8) is T(4) + 1 and T(4) + 2", "step",
    ),
    "step-of-a-square": Reject(
        case(claim(COUNT, "T(n) == n"), bound(closed("n"), 0)),
        "step", "sizes given as a number or a variable", "squares are not all sizes",
        {"claim.equations.1": equation(["n*n"], "T(n-1) + 1", (">=", "n", "1"))},
    ),
}  # fmt: skip

NONE_ODD, ALL_ODD, THIRDS = "no-odd-size-on-the-way-from-a-power", "odd-sizes-all-the-way-down", "even-powers-of-three"


def of_powers(original: str, need: str, why: str, rule: str = "subsequence", **fields: Any) -> Reject:
    """A proof by rule subsequence with other fields."""
    return Reject(original, rule, need, why, {f"{PROOF}.{name}": value for name, value in fields.items()})


SUBSEQUENCE = {
    "powers-for-any-rounding": edited(
        NONE_ODD, "claim.rounding", "any", "subsequence", "rounding as stated", "T is many functions"
    ),
    "powers-with-a-stranger": of_powers(
        NONE_ODD, "n alone, not beginning with _", "x is nothing", form=form("0*x"),
    ),
    "powers-of-a-bound-that-is-negative": edited(
        NONE_ODD, "claim.bound", form("-1"), "subsequence", "a bound that is eventually positive", "O of what?"
    ),
    "powers-with-an-order-that-refutes-nothing": edited(
        ALL_ODD, "claim.bound", form("log(n)"), "subsequence", "an order along the sizes that refutes O",
        "m is of the order of log(2^m - 1)",
    ),
    "powers-against-an-exponential": edited(
        ALL_ODD, "claim.bound", form("2^n"), "subsequence", "a bound n^a*log(n)^s*log(log(n))^t with rational a",
        "2^n grows doubly exponentially in m",
    ),
    "powers-that-fall": of_powers(
        NONE_ODD, "sizes that rise from one between 2 and 1048576", "-2^m", scale="-1", shift=64
    ),
    "powers-before-the-step": of_powers(NONE_ODD, "sizes that rise from one between 2 and 1048576", "T(1)", level=0),
    "powers-of-two-modulo-six": of_powers(NONE_ODD, "sizes of one residue", "2^m mod 6 is 2 or 4", modulus=6),
    "powers-with-equations-by-three": Reject(
        case(
            claim(
                "T(1) = 1; T(2) = 1; T(3*n) = T(n) for n >= 1; T(3*n+1) = T(n) for n >= 1; T(3*n+2) = T(n) for n >= 1",
                "T(n) in omega(1)",
            ),
            along("1", 3), "refuted",
        ),
        "subsequence", "a modulus that tells the equations apart", "2^m is of any residue modulo 3",
    ),
    "powers-that-lead-elsewhere": of_powers(
        NONE_ODD, "calls at earlier sizes of the sequence", "floor((2^m + 1)/2) is 2^(m-1)", shift=1, level=3
    ),
    "powers-with-a-logarithm": of_powers(
        NONE_ODD, "expressions the ring can represent", "log2(n)", form=form("log2(n)")
    ),
    "powers-with-an-undefined-form": of_powers(NONE_ODD, "parts defined at every size", "0/0", form=form("0/(n-9)")),
    "powers-with-a-form-that-fails": of_powers(NONE_ODD, "G to satisfy the step", "T(2^m) = 0", form=form("n")),
    "powers-with-another-first-value": of_powers(NONE_ODD, "G(0) = T at that size", "T(1) = 0", form=form("1")),
}  # fmt: skip


BY_BLOCKS: dict[str, Reject] = {**BLOCKS, **SUBSEQUENCE}
