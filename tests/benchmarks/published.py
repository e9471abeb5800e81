"""Decide the published claims about LLM systems as theorems/ states them, and compare with what is expected of each.

    python -m tests.benchmarks.published                        the table
    python -m tests.benchmarks.published --rows 'maker|lrlm'    only rows whose id matches, with their claims

A row of theorems/public/published.jsonl (id, source, claim, expected) is stated by claims of one or two files: those
that must be proved, and those that must be refuted. A row stated `in_part` names what the language cannot say of it;
a row with no claims says why. Exit 1 when a verdict is wrong or a certificate is rejected when re-checked.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, TypeAlias

from attrs import frozen

from bounds.claim import Claim
from bounds.language import parse_document
from tests.benchmarks.claims import ROOT, say

BUNDLED = ROOT / "theorems" / "public" / "published.jsonl"
SHARED = ROOT.parent / "shared" / "benchmarks" / "claims.jsonl"

Decision: TypeAlias = Literal["proved", "refuted"]
Standing: TypeAlias = Literal["right", "unknown", "wrong"]


@frozen
class Entry:
    """How a row is stated: `file:name` of claims to be proved and to be refuted; what is left out, and why."""

    proved: tuple[str, ...] = ()
    refuted: tuple[str, ...] = ()
    left_out: str = ""

    def claims(self) -> dict[str, Decision]:
        """The claims of the row, each with its verdict."""
        return {**dict.fromkeys(self.proved, "proved"), **dict.fromkeys(self.refuted, "refuted")}


def _entry(file: str, proved: str = "", refuted: str = "", left_out: str = "") -> Entry:
    """An entry whose names stand in one file; another file's name is written with it, as `file:name`."""
    named = ([x if ":" in x else f"{file}:{x}" for x in names.split()] for names in (proved, refuted))
    return Entry(*map(tuple, named), left_out=left_out)


COSTS, SPEEDUPS, DEBUGGING = "meyerson_qiu_costs", "meyerson_qiu_speedups", "meyerson_qiu_debugging"
MAKER, CHUNKS, LAMBDA = "maker_voting", "llm_based_algorithms_by_chunks", "lambda_rlm_recursion"
SETWISE, PAIRWISE, RANKING = "setwise_ranking", "pairwise_ranking", "ranking_calls_in_several_variables"
PROMPTS, SUMMARIES, CALLS = "prompting_patterns", "summaries_of_long_texts", "calls_to_sort_and_to_search"
EVOLUTION, ROUTING, HALVING = "meyerson_qiu_evolution", "meyerson_qiu_routing", "recurrences_by_halving_exactly"

ALL_ALGORITHMS = "that no algorithm does better: the language speaks of one algorithm, by its equations"

AT_THE_MIDDLE = "the values at lead 0, where r^k and r^(2*k) are put in by hand; a divisor 1 + r^k is not read"

MARGIN = "the margin itself: its order log(s)/log(p/(1 - p)), or log(s)/(2*p - 1), is put in by hand"

FIXED = "sizes of chunks and groups as parameters: rounded sizes n/k with a parameter k are read for polynomials only"

ENTRIES: dict[str, Entry] = {
    "seed-routing-generalist": _entry(COSTS, f"generalist {ROUTING}:generalist_exact"),
    "seed-routing-delegated": _entry(COSTS, f"delegated {ROUTING}:delegated_exact", "delegated_free"),
    "seed-routing-speedup": _entry(SPEEDUPS, "routing_long_inputs routing_is_min fixed", "routing fixed_uniform"),
    "seed-debug-naive-qa": _entry(COSTS, f"qa {DEBUGGING}:qa_exact"),
    "seed-debug-naive-dev": _entry(COSTS, "developer developer_exact"),
    "seed-debug-naive-dev-api": _entry(COSTS, "developer developer_billed", f"{SPEEDUPS}:debugging_billed"),
    "seed-debug-focused": _entry(
        COSTS, f"focused {DEBUGGING}:focused_exact {DEBUGGING}:focused_qa_exact", "focused_developer_alone"
    ),
    "seed-debug-speedup-dev": _entry(SPEEDUPS, "debugging_developer"),
    "seed-debug-speedup-total": _entry(SPEEDUPS, "debugging_many_bugs", "debugging debugging_one_model"),
    "seed-evo-global": _entry(COSTS, f"whole {EVOLUTION}:whole_exact"),
    "seed-evo-local-sequential": _entry(COSTS, f"blockwise {EVOLUTION}:blockwise_exact"),
    "seed-evo-local-table": _entry(
        COSTS, "sweeping_order", "sweeping", "that the slowest of k blocks takes of order log(k) sweeps"
    ),
    "seed-evo-speedup": _entry(SPEEDUPS, f"evolution {EVOLUTION}:gain_order", "evolution_sweeping"),
    "seed-evo-superexp": _entry(SPEEDUPS, "", f"evolution_super_exponential {EVOLUTION}:super_exponential"),
    "seed-primitive-multipass": _entry(SPEEDUPS, f"emission {ROUTING}:exact"),
    "maker-pcorrect": _entry(MAKER, "ruin win win_by_3 win_at_the_end", left_out=AT_THE_MIDDLE),
    "maker-pfull": _entry(MAKER, "full right_together", "odds_as_printed"),
    "maker-kmin": _entry(
        MAKER,
        "margin_nano margin_mini_warm margin_mini margin_o3_mini margin_haiku margin_oss_20b margin_qwen3"
        " margin_deepseek margin_kimi", "margin_positive", "that the formula is the least k with p_full >= t"
    ),
    "maker-kmin-theta": _entry(
        MAKER, "margin_above margin_few_steps margin_level_1000 margin_level_1 margin_level_m margin_level_s",
        "margin_any_level",
        "t^(-m/s) - 1 itself, of which log(s/m) is the order of the logarithm"
    ),
    "maker-cost-m1": _entry(MAKER, f"cost {RANKING}:cost", left_out=MARGIN),
    "maker-cost-p": _entry(MAKER, "cost_above cost_in_p_away cost_in_gap", f"cost_in_p {RANKING}:cost_in_p", MARGIN),
    "maker-cost-p1": _entry(MAKER, "small_error_cost_linear", "small_error_cost", MARGIN),
    "maker-cost-redflag": _entry(MAKER, "flags_fixed draws", "flags_uniform", MARGIN),
    "maker-votes-upper": _entry(
        MAKER, "duration votes_upper near_half_at_5 fair", "votes_equal near_half", AT_THE_MIDDLE
    ),
    "maker-cost-m": _entry(
        MAKER, "steps_exponential steps_exact", "steps_polynomial", "rates of error other than 1/10"
    ),
    "maker-hanoi": _entry(MAKER, "hanoi hanoi_20"),
    "maker-undecided-decay": _entry(
        MAKER, "undecided undecided_decay", "undecided_polynomial", "margins k over 2, a walk on 2*k - 1 leads"
    ),
    "chen-calls-partition": _entry(CHUNKS, "partition partition_order", left_out=FIXED),
    "chen-calls-overlap": _entry(CHUNKS, "overlap_order windows_19 windows_upper", "overlap_exact windows_generic"),
    "chen-latency-p": _entry(CHUNKS, "latency"),
    "chen-opt-m-linear": _entry(CHUNKS, "larger_is_cheaper", "smaller_is_cheaper"),
    "chen-opt-m-quadratic": _entry(CHUNKS, "quadratic_longer quadratic_shorter", "quadratic_at_L"),
    "chen-opt-m-parallel": _entry(CHUNKS, "best_near_n_over_p_linear", "best_near_n_over_p"),
    "chen-sort-merge-calls": _entry(CHUNKS, "sort_calls merges"),
    "chen-sort-merge-incr": _entry(CHUNKS, "incremental incremental_growth"),
    "chen-sort-merge-hier": _entry(CHUNKS, "hierarchical hierarchical_upper hierarchical_exact"),
    "chen-rag-two-stage": _entry(CHUNKS, "two_stage_input_short", "two_stage_input"),
    "lrlm-calls-exact": _entry(LAMBDA, "three_leaves", "calls_exact three_exact"),
    "lrlm-calls-upper": _entry(
        LAMBDA, "calls_at_most three_pairs_at_most largest_two levels_at_most",
        left_out="k and tau as parameters at once: log(n, k) of a parameter k, and the range n <= tau, are not read"
    ),
    "lrlm-cost-upper": _entry(
        LAMBDA, "cost_exact cost_upper", left_out="that k^d is at most n*k/tau, put in as a condition"
    ),
    "lrlm-comp-steps": _entry(LAMBDA, "inner_nodes inner_order", "one_per_level levels_bound"),
    "lrlm-opt-k": _entry(
        LAMBDA, "binary_cost four_is_cheaper four_saves_a_third no_dearer_than_two bound_rises", "two_is_optimal"
    ),
    "lrlm-acc": _entry(LAMBDA, "inner_nodes", "accuracy_per_level"),
    "lrlm-powerlaw": _entry(
        LAMBDA, "exponential split_exact never_above", "power_law slower_decay",
        "every exponent of the power law at once; that none holds follows from `exponential`"
    ),
    "lrlm-pairs": _entry(LAMBDA, "label_calls pairs_in_code"),
    "rlm-pairs": _entry(LAMBDA, "label_calls", "pair_calls pair_tokens"),
    "rlm-linear": _entry(LAMBDA, "lines_read", left_out=ALL_ALGORITHMS),
    "rlm-niah": _entry(LAMBDA, "", "needle_by_calls", "a search by code, which costs no call"),
    "setwise-pointwise": _entry(SETWISE, "pointwise pointwise_order"),
    "setwise-listwise": _entry(
        SETWISE, f"windows_upper windows_lower windows_245 {RANKING}:listwise", f"{RANKING}:listwise_wide_steps"
    ),
    "setwise-allpair": _entry(SETWISE, f"allpair_exact allpair_9900 {RANKING}:allpair"),
    "setwise-pair-heap": _entry(
        SETWISE, f"heap_build heap_build_linear pair_heap_true pair_heap_uniform {RANKING}:pair_heap_many",
        f"pair_heap_fixed pair_heap_100 {RANKING}:pair_heap", "that N - 1 comparisons are needed"
    ),
    "setwise-set-heap": _entry(
        SETWISE, f"set_heap_linear drops_lower drops_upper {RANKING}:set_heap_with_build",
        f"set_heap_100 set_heap_at_ten {RANKING}:set_heap", "that (N - 1)/(c - 1) calls are needed"
    ),
    "setwise-pair-bubble": _entry(SETWISE, f"bubble_exact bubble_upper {RANKING}:pair_bubble"),
    "setwise-set-bubble": _entry(SETWISE, f"set_bubble_upper {RANKING}:set_bubble"),
    "setwise-heapify-2": _entry(SETWISE, "heapify_path", "heapify_whole", "that a call drops at most 3 of 9"),
    "prp-allpair": _entry(PAIRWISE, "allpair allpair_order"),
    "prp-sorting": _entry(PAIRWISE, "heap_sort heap_sort_upper"),
    "prp-sliding": _entry(PAIRWISE, "sliding sliding_exact sliding_upper"),
    "prp-sliding-ON": _entry(PAIRWISE, "sliding_linear_fixed", "sliding_linear sliding_linear_uniform"),
    "horses-25": _entry(
        PAIRWISE, "races races_for_the_best",
        left_out="the seventh race, which is about who may still be second or third; " + ALL_ALGORITHMS
    ),
    "llm-blender-pair": _entry(PAIRWISE, "blender_pairs blender_exact"),
    "llm-blender-bubble": _entry(PAIRWISE, "blender_bubble"),
    "prp-batch-quicksort": _entry(
        PAIRWISE, "batched_exact batched_order unbatched_exact", "batched_worst_case",
        "the comparison with a measured heapsort"
    ),
    "swiss-tournament": _entry(PAIRWISE, "swiss"),
    "aot-single": _entry(PROMPTS, "passes", "tree_calls", "that it is one call, which is a definition"),
    "usc": _entry(PROMPTS, "usc"),
    "least-to-most-calls": _entry(PROMPTS, "least_calls"),
    "least-to-most-tokens": _entry(PROMPTS, "least_tokens least_growth"),
    "hch": _entry(PROMPTS, "hch hch_order hch_upper"),
    "plan-solve": _entry(PROMPTS, "plan_solve"),
    "rewoo": _entry(PROMPTS, "rewoo rewoo_exact"),
    "reflexion": _entry(PROMPTS, "reflexion"),
    "selfrefine": _entry(PROMPTS, "refine refine_exact", "refine_linear"),
    "autogen-gc": _entry(PROMPTS, "chat chat_exact"),
    "chatdev": _entry(PROMPTS, "chatdev"),
    "llmcompiler": _entry(PROMPTS, "critical_path"),
    "agent-15x": Entry(left_out="an average that was measured, not a bound"),
    "coupon": _entry(PROMPTS, "coupons coupons_exact", "coupons_linear"),
    "lmx": _entry(PROMPTS, "crossover"),
    "fanin-depth": _entry(CALLS, "fan_in_depth fan_in_calls", left_out=f"{ALL_ALGORITHMS}; {FIXED}"),
    "recsum-calls": _entry(SUMMARIES, "book_calls book_calls_upper", "book_logarithmic", FIXED),
    "recsum-depth": _entry(SUMMARIES, "book_depth", left_out=FIXED),
    "langchain-stuff": _entry(SUMMARIES, "stuff"),
    "langchain-mapreduce": _entry(SUMMARIES, "map_reduce_short collapse_order", "map_reduce"),
    "langchain-refine-calls": _entry(SUMMARIES, "refine_calls"),
    "langchain-refine-tokens": _entry(
        SUMMARIES, "refine_bounded refine_growing refine_bounded_order refine_growing_order"
    ),
    "llamaindex-refine": _entry(SUMMARIES, "call_a_node_least", "call_a_node"),
    "llamaindex-compact": _entry(SUMMARIES, "compact", "compact_strictly"),
    "llamaindex-tree": _entry(SUMMARIES, "tree_calls tree_calls_upper tree_depth tree_depth_order", left_out=FIXED),
    "booookscore-hier": _entry(SUMMARIES, "hierarchical merges"),
    "booookscore-incr": _entry(SUMMARIES, "incremental_upper incremental_lower"),
    "raptor": _entry(SUMMARIES, "raptor_half raptor_layers", "raptor_linear", "every rho at once in n"),
    "graphrag-index": _entry(SUMMARIES, "graph_index_bounded", "graph_index"),
    "graphrag-query": _entry(SUMMARIES, "graph_query graph_query_fixed"),
    "dedup-pairs": _entry(CALLS, "all_pairs"),
    "dedup-equiv": _entry(CALLS, "classes", left_out=ALL_ALGORITHMS),
    "lb-sort": _entry(CALLS, "bits_order bits_upper bits_12", left_out=ALL_ALGORITHMS),
    "lb-sort-ford": _entry(
        CALLS, "merge_insertion_12 bits_12 attained_to_11", "attained",
        "of all algorithms at n = 12; refuted for merge insertion, which is optimal there"
    ),
    "lb-max": _entry(CALLS, "maximum", left_out=ALL_ALGORITHMS),
    "lb-minmax": _entry(CALLS, "min_max", left_out=ALL_ALGORITHMS),
    "lb-second": _entry(CALLS, "second losers second_order", "second_by_floor losers_floor", ALL_ALGORITHMS),
    "lb-median": _entry(CALLS, "median", left_out=ALL_ALGORITHMS),
    "lb-merge": _entry(CALLS, "merging", left_out=ALL_ALGORITHMS),
    "lb-binsearch": _entry(CALLS, "binary_search", "binary_search_bare", ALL_ALGORITHMS),
    "lb-kwise-sort": Entry(left_out=ALL_ALGORITHMS),
    "lb-oneround-sort": _entry(CALLS, "one_round", left_out=ALL_ALGORITHMS),
    "lb-rounds": _entry(CALLS, "three_rounds two_rounds_all", "two_rounds", ALL_ALGORITHMS),
    "lb-parmax": _entry(CALLS, "rounds", "rounds_of_a_tournament", ALL_ALGORITHMS),
    "majority-hoeffding": _entry(
        PROMPTS, "majority", "majority_no_gap", "Hoeffding's inequality itself, which gives the number of samples"
    ),
    "majority-45": _entry(
        PROMPTS, "right_answer_vanishes right_answer_at_most factor",
        left_out="Chernoff's inequality, which gives the factor"
    ),
    "celebrity": _entry(CALLS, "celebrity celebrity_upper", "celebrity_quadratic"),
    "adversary-search": _entry(CALLS, "unsorted", left_out=ALL_ALGORITHMS),
}  # fmt: skip


PAPERS = {"seed": "Meyerson & Qiu", "maker": "MAKER", "chen": "Chen et al.", "lrlm": "lambda-RLM", "setwise": "Setwise"}
"""Papers with several rows, by the first part of the ids; the other rows are counted together."""


def load_rows(path: Path = BUNDLED) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def all_stated(files: Iterable[str]) -> dict[str, Claim]:
    """The claims of files of theorems/, by `file:name`."""
    found: dict[str, Claim] = {}
    for file in sorted(set(files)):
        text = (ROOT / "theorems" / f"{file}.claims").read_text(encoding="utf-8")
        found |= {f"{file}:{stated.name}": stated.claim for stated in parse_document(text, path=f"{file}.claims")}
    return found


def decided(names: Iterable[str]) -> dict[str, str]:
    """The verdict on each claim, re-checked by the kernel on the certificate as it would be read from a file."""
    from bounds.encoding import claim_to_json
    from checkers import kernel
    from checkers.decide import decide

    wanted = list(dict.fromkeys(names))
    claims = all_stated(name.split(":")[0] for name in wanted)
    found: dict[str, str] = {}
    for name in wanted:
        verdict = decide(claims[name], timeout=10)
        found[name] = verdict.decision
        if verdict.certificate is not None:
            claim, certificate = json.loads(json.dumps([claim_to_json(claims[name]), verdict.certificate]))
            try:
                again = kernel.check(claim, certificate)
            except kernel.Rejected as refused:
                again = str(refused)
            found[name] = verdict.decision if again == verdict.decision else f"rejected: {again}"
    return found


def standing(expected: str, verdict: str) -> Standing:
    """How a verdict stands to the one expected of a claim."""
    if verdict == "unknown":
        return "unknown"
    return "right" if verdict == expected else "wrong"


def row_standing(entry: Entry, verdicts: dict[str, str]) -> Standing:
    """wrong if one claim of the row is, else unknown if one is, else right."""
    each = {standing(expected, verdicts[name]) for name, expected in entry.claims().items()}
    return "wrong" if "wrong" in each else "unknown" if "unknown" in each else "right"


def paper_of(row: str) -> str:
    """The paper of a row's id, or "others"."""
    return PAPERS.get(row.split("-")[0], "others")


def table(verdicts: dict[str, str], rows: Iterable[str]) -> str:
    """Per paper: rows, how they are stated, and how their claims were decided."""
    lines = [
        "| paper | rows | stated | in part | not stated | as expected | unknown | wrong | claims |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    ids = list(rows)
    for paper in (*PAPERS.values(), "others", "all"):
        group = [ENTRIES[row] for row in ids if paper in (paper_of(row), "all")]
        some = [e for e in group if e.claims()]
        part = sum(bool(e.left_out) for e in some)
        how = [row_standing(e, verdicts) for e in some]
        counted = [how.count(s) for s in ("right", "unknown", "wrong")]
        claims = len({name for e in some for name in e.claims()})
        numbers = (len(group), len(some) - part, part, len(group) - len(some), *counted, claims)
        lines.append(f"| {paper} | {' | '.join(map(str, numbers))} |")
    return "\n".join(lines)


def main() -> int:
    """Decide, print, and say what is not as expected."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", default="", help="only rows whose id matches this regular expression; shows claims")
    chosen = options.parse_args()
    rows = {row["id"]: row for row in load_rows() if re.search(chosen.rows, row["id"])}
    verdicts = decided(name for row in rows for name in ENTRIES[row].claims())
    for row, given in rows.items():
        entry = ENTRIES[row]
        for name, expected in entry.claims().items():
            how = standing(expected, verdicts[name])
            if chosen.rows or how != "right":
                say(f"{how:8} {row} ({given['expected']})  {name}: {verdicts[name]}, expected {expected}")
        if entry.left_out and (chosen.rows or not entry.claims()):
            say(f"left out {row}: {entry.left_out}")
    say(table(verdicts, rows))
    return int(any(row_standing(ENTRIES[row], verdicts) == "wrong" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
