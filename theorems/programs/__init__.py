"""Programs as an engineer would write them: each does what the decomposition of the same name in theorems/ says.

Each has `async def run(llm, n, ...)`, which makes its own contents of size n and gives what it found. None knows of the
decomposition; `checkers.executions.programs` compares what they cost.
"""
