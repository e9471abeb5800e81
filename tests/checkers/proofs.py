"""Claims and proofs as JSON, written briefly: what accepted.py and rejected.py are made of."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from bounds.encoding import claim_to_json, expression_to_json
from bounds.language import parse_claim, parse_expression, parse_recurrence

Json = Any


def claim(recurrence: str, statement: str) -> Json:
    """The JSON of a claim in the language."""
    return claim_to_json(parse_claim(statement, parse_recurrence(recurrence)))


def form(text: str) -> Json:
    """The JSON of an expression in the language."""
    return expression_to_json(parse_expression(text))


def equation(patterns: list[str], body: str, *where: tuple[str, str, str], relation: str = "==", f: str = "T") -> Json:
    """The JSON of an equation, also of one that the language refuses."""
    return {
        "function": f, "patterns": [form(p) for p in patterns], "relation": relation, "body": form(body),
        "range": [[r, form(left), form(right)] for r, left, right in where],
    }  # fmt: skip


def closed(text: str, low: int = 0, *sums: str) -> Json:
    """A premise of rule closed-form."""
    return {"rule": "closed-form", "form": form(text), "low": low, "sums": [form(s) for s in sums]}


def window(text: str, start: int, low: int, side: str = "upper", **more: Json) -> Json:
    """A premise of rule induction, window mode."""
    return {
        "rule": "induction", "side": side, "mode": "window", "form": form(text), "shift": "0", "from": start,
        "low": low, "base": 2, "order": 3, "turned": [], "splits": [], "sign": {}, **more,
    }  # fmt: skip


def growth(text: str, start: int, low: int, sign: tuple[int, int], side: str = "upper", **more: Json) -> Json:
    """A premise of rule induction, growth mode."""
    first, last = sign
    return window(text, start, low, side, mode="growth", sign={"first": first, "last": last}, **more)


def polynomial(
    text: str, start: int, low: int, example: dict[str, str], step: list[Json], points: list[Json], side: str = "upper"
) -> Json:
    """A premise of rule polynomial."""
    return {
        "rule": "polynomial", "side": side, "form": form(text), "from": start, "low": low, "example": example,
        "step": step, "points": points,
    }  # fmt: skip


def blocks(text: str, low: int, relation: str = "==", proofs: Json = (), **more: Json) -> Json:
    """A premise of rule blocks: on powers of 2 and by parity, from 4 on, unless more is said."""
    return {
        "rule": "blocks", "relation": relation, "form": form(text), "low": low, "base": 2, "scale": "1", "shift": 0,
        "modulus": 2, "level": 2, "proofs": list(proofs), **more,
    }  # fmt: skip


def along(text: str, level: int, **more: Json) -> Json:
    """A proof by rule subsequence: along powers of 2, unless more is said."""
    return {
        "rule": "subsequence", "form": form(text), "base": 2, "scale": "1", "shift": 0, "modulus": 2, "level": level,
        **more,
    }  # fmt: skip


def thinning(text: str, start: int, side: str = "upper", toll: str = "1", p: str = "1/2", base: int = 2) -> Json:
    """A premise of rule thinning."""
    return {
        "rule": "thinning", "side": side, "p": p, "toll": form(toll), "form": form(text), "base": base, "from": start,
        "order": 3,
    }  # fmt: skip


def nested(lower: str, upper: str, start: int, low: int, proofs: list[Json], side: str = "upper", **more: Json) -> Json:
    """A premise of rule nested."""
    return {
        "rule": "nested", "side": side, "lower": form(lower), "upper": form(upper), "from": start, "low": low,
        "steady": "no", "proofs": proofs, **more,
    }  # fmt: skip


def iterate(*sides: tuple[str, list[str]], base: str = "2", start: int = 0, least: str = "0", degree: int = 2) -> Json:
    """A proof by rule iterate: for each side the relation and the coefficients of q."""
    return {
        "rule": "iterate", "base": base, "degree": degree, "from": start, "least": least,
        "sides": [{"relation": relation, "form": q} for relation, q in sides],
    }  # fmt: skip


def scaled(inner: Json, place: int = 0, degree: int = 1) -> Json:
    """A proof by rule scaled."""
    return {"rule": "scaled", "place": place, "degree": degree, "proof": inner}


def sums(*terms: tuple[Json, ...], times: Json = (), absurd: str = "no") -> Json:
    """A proof of an inequality: (coefficient, hypothesis, ...) for each term."""
    return {"terms": [[c, list(known)] for c, *known in terms], "times": list(times), "absurd": absurd}


def split(symbol: str, at: int, below: Json, above: Json) -> Json:
    """A proof of an inequality in two cases: symbol <= at - 1, symbol >= at."""
    return {"split": ["var", symbol], "at": at, "below": below, "above": above}


def bound(premise: Json, start: int, **more: Json) -> Json:
    """A proof by rule bound."""
    return {"rule": "bound", "premise": premise, "from": start, "base": 2, "order": 3, **more}


def order(*premises: Json) -> Json:
    """A proof by rule order."""
    return {"rule": "order", "premises": list(premises)}


def witness(sizes: dict[str, int], parameters: dict[str, str] | None = None, base: Json = ()) -> Json:
    """A proof by rule witness; base: (function, size, value, caller)."""
    given = [{"function": f, "sizes": [n], "value": q, "caller": [by]} for f, n, q, by in base]
    return {"rule": "witness", "sizes": sizes, "parameters": parameters or {}, "base": given}


def case(about: Json, proof: Json, verdict: str = "proved") -> Json:
    """An accept file."""
    certificate = {"format": "tightbound/certificate/1", "claim": about, "verdict": verdict, "proof": proof}
    return {"claim": about, "certificate": certificate}


def changed(original: Json, changes: dict[str, Json]) -> Json:
    """A case with other values at dotted paths; one that starts with `claim` changes both copies of the claim."""
    out = deepcopy(original)
    for path, value in changes.items():
        for prefix in ("", "certificate.") if path.startswith("claim") else ("",):
            *names, last = (prefix + path).split(".")
            place = out
            for step in names:
                place = place[int(step) if isinstance(place, list) else step]
            place[int(last) if isinstance(place, list) else last] = deepcopy(value)
    return out


def decided(recurrence: str, statement: str) -> Json:
    """The accept file of a claim that the search decides."""
    from checkers.decide import decide  # sympy and z3: the cases written by hand need neither

    about = parse_claim(statement, parse_recurrence(recurrence))
    verdict = decide(about)
    if verdict.certificate is None:
        raise SystemExit(f"undecided: {statement}: {verdict.blocked}")
    return {"claim": claim_to_json(about), "certificate": verdict.certificate}
