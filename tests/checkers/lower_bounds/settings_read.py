"""Settings and claims about problems from text, for the tests beside."""

from bounds.claim import Claim
from bounds.language import parse_document
from bounds.setting import Setting


def claim_of(problem: str, claim: str = "calls >= 0 for n >= 2", parameters: str = "") -> Claim:
    """The claim about a problem, as a claims file says it."""
    declared = f"\nparameters {parameters}" if parameters else ""
    (stated,) = parse_document(f"problem {problem}{declared}\nclaim {claim}")
    return stated.claim


def setting_of(problem: str, parameters: str = "") -> Setting:
    """The setting alone."""
    found = claim_of(problem, parameters=parameters).setting
    assert found is not None
    return found
