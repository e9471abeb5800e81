"""Defects of the programs that reason by many calls."""

from functools import partial

from attrs import evolve

from tests.theorems.pairs import Pair, failing_first, retry
from tests.theorems.planted_defects.defect import Defect

VOTE, BEST, DEBATE, THOUGHTS, REACT = "self_consistency", "best_of_k", "debate", "tree_of_thoughts", "react"
RETRY, PLAN = "retry_until_valid", "plan_and_execute"
THREE = Pair(DEBATE, {"a": 3})
NEVER_VALID = evolve(retry(3), mocks=partial(failing_first, 99))
ONE_MORE = evolve(retry(3), mocks=retry(4).mocks)

SAMPLES = 'await asyncio.gather(*(llm.complete(prompt, t, primitive="solve") for _ in range(m)))'
DRAFTS = 'await asyncio.gather(*(llm.complete(prompt, s, primitive="draft") for _ in range(k)))'
ARGUED = "await asyncio.gather(*(argue(llm, brief, history) for _ in range(a)))"
ALL_SUMS = ("calls", "tokens_in", "tokens_out")

DEFECTS = [
    Defect(VOTE, "one sample short", "range(m)", "range(m - 1)", ALL_SUMS),
    Defect(
        VOTE,
        "samples are drawn one after the other",
        SAMPLES,
        '[await llm.complete(prompt, t, primitive="solve") for _ in range(m)]',
        ("depth",),
    ),
    Defect(
        VOTE, "the limit of an answer is ignored", "complete(prompt, t, ", "complete(prompt, ", ("tokens_out", "peak")
    ),
    Defect(
        VOTE,
        "each sample is checked by a judge",
        "    return Counter",
        "    for sample in samples:\n"
        '        await llm.complete(f"Judge this. Candidate1: {sample}", 1, primitive="judge")\n'
        "    return Counter",
        (*ALL_SUMS, "depth"),
    ),
    Defect(
        VOTE,
        "the problem is sent twice",
        "Problem: {' '.join(problem)}",
        "Problem: {' '.join(problem + problem)}",
        ("tokens_in", "peak"),
    ),
    Defect(
        BEST,
        "the judge is asked about each draft",
        '    prompt = f"Judge',
        "    for draft in drafts[1:]:\n"
        '        await llm.complete(f"Judge this. Candidate1: {draft}", 1, primitive="judge", model="large")\n'
        '    prompt = f"Judge',
        (*ALL_SUMS, "depth"),
    ),
    Defect(BEST, "the judge is the small model", 'model="large"', 'model="small"', ("each_call",)),
    Defect(
        BEST,
        "the judge does not see the problem",
        "Problem: {problem} {shown}",
        "Problem: {shown}",
        ("tokens_in", "peak"),
    ),
    Defect(BEST, "one draft too many", "range(k)", "range(k + 1)", (*ALL_SUMS, "peak")),
    Defect(
        BEST,
        "drafts are written one after the other",
        DRAFTS,
        '[await llm.complete(prompt, s, primitive="draft") for _ in range(k)]',
        ("depth",),
    ),
    Defect(
        DEBATE, "the cache is ignored", "if question not in self.known:", "if question:", (*ALL_SUMS, "depth"), THREE
    ),
    Defect(
        DEBATE,
        "the history is sent twice",
        "history = history + said",
        "history = history + said + said",
        ("tokens_in",),
        THREE,
    ),
    Defect(
        DEBATE, "only the last round is remembered", "history = history + said", "history = said", ("tokens_in",), THREE
    ),
    Defect(
        DEBATE,
        "agents argue one after the other",
        ARGUED,
        "[await argue(llm, brief, history) for _ in range(a)]",
        ("depth",),
        THREE,
    ),
    Defect(
        DEBATE,
        "agents hear those before them in a round",
        ARGUED,
        "[]\n        for _ in range(a):\n            said.append(await argue(llm, brief, history + said))",
        ("tokens_in", "depth"),
        THREE,
    ),
    Defect(DEBATE, "a round too many", "for _ in range(n):", "for _ in range(n + 1):", (*ALL_SUMS, "depth"), THREE),
    Defect(
        DEBATE,
        "the judge is called after every round",
        "        history = history + said",
        "        history = history + said\n"
        '        await llm.complete(f"Decide now. Debate: {said[0]}", 1, primitive="judge")',
        (*ALL_SUMS, "depth"),
        THREE,
    ),
    Defect(DEBATE, "an agent too few", "for _ in range(a)", "for _ in range(a - 1)", ALL_SUMS, THREE),
    Defect(THOUGHTS, "one path too many is kept", "best[:keep]", "best[: keep + 1]", ALL_SUMS),
    Defect(THOUGHTS, "nothing is dropped", "best[:keep]", "best", ALL_SUMS),
    Defect(
        THOUGHTS,
        "thoughts are continued one after the other",
        "await asyncio.gather(*(continued(llm, path, j) for path in paths for j in range(b)))",
        "[await continued(llm, path, j) for path in paths for j in range(b)]",
        ("depth",),
    ),
    Defect(
        THOUGHTS, "the path before the thought is valued", "' '.join(longer)", "' '.join(path)", ("tokens_in", "peak")
    ),
    Defect(
        THOUGHTS,
        "each path is valued twice",
        "    return int(await",
        '    await llm.complete(prompt, 1, primitive="value")\n    return int(await',
        (*ALL_SUMS, "depth"),
    ),
    Defect(
        REACT,
        "only the last observation is sent",
        'history = f"{history} {action} {observation}"',
        "history = observation",
        ("tokens_in", "peak"),
    ),
    Defect(
        REACT,
        "the action is sent twice",
        'f"{history} {action} {observation}"',
        'f"{history} {action} {action} {observation}"',
        ("tokens_in", "peak"),
    ),
    Defect(
        REACT,
        "a last call reports",
        "return visited",
        'await llm.complete(prompt, 2, primitive="think")\n            return visited',
        (*ALL_SUMS, "depth"),
    ),
    Defect(
        REACT,
        "every action is thought over twice",
        "place = action",
        'action = await llm.complete(prompt, 2, primitive="think")\n        place = action',
        (*ALL_SUMS, "depth"),
    ),
    Defect(RETRY, "a retry more than is counted", "range(r)", "range(r + 1)", (*ALL_SUMS, "depth"), ONE_MORE),
    Defect(
        RETRY,
        "an answer that does not parse is not asked for again",
        "range(r)",
        "range(1)",
        (*ALL_SUMS, "depth"),
        retry(3),
    ),
    Defect(
        RETRY,
        "what was wrong is sent with the next try",
        "        if answer.isdigit():",
        '        prompt += " Again!"\n        if answer.isdigit():',
        ("tokens_in", "peak"),
        NEVER_VALID,
    ),
    Defect(
        RETRY,
        "records are read one after the other",
        'await asyncio.gather(*(number(llm, f"invoice no{i}", r) for i in range(n)))',
        '[await number(llm, f"invoice no{i}", r) for i in range(n)]',
        ("depth",),
        retry(3),
    ),
    Defect(
        PLAN,
        "the plan is made again before each step",
        "    for step in plan.split():\n",
        "    for step in plan.split():\n"
        '        await llm.complete(f"Plan {n} steps for the task. Task: {task}", n, primitive="plan")\n',
        (*ALL_SUMS, "depth"),
    ),
    Defect(
        PLAN,
        "only the last result is sent",
        "Step: {step} Results: {' '.join(results)}",
        "Step: {step} Results: {' '.join(results[-1:])}",
        ("tokens_in",),
    ),
    Defect(
        PLAN,
        "steps are executed at once",
        "    for step in plan.split():\n"
        "        prompt = f\"Execute one step. Step: {step} Results: {' '.join(results)}\"\n"
        '        results.append(await llm.complete(prompt, s, primitive="execute"))',
        "    import asyncio\n"
        "    prompts = [f\"Execute one step. Step: {step} Results: {' '.join(results)}\" for step in "
        "plan.split()]\n"
        '    results += await asyncio.gather(*(llm.complete(prompt, s, primitive="execute") for prompt in prompts))',
        ("tokens_in", "depth"),
    ),
    Defect(PLAN, "the first step is left out", "in plan.split()", "in plan.split()[1:]", (*ALL_SUMS, "depth")),
    Defect(
        PLAN, "the task is sent with each step", "Step: {step} Results", "Step: {step} {task} Results", ("tokens_in",)
    ),
]
