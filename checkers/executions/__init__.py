"""Executions: decompositions and real programs run against a mock LLM, and what they cost is measured.

Start at `mock.py` (the model), `server.py` (the model behind an API), `meter.py` and `trace.py` (what was called),
`running.py` (a decomposition run), `crosscheck.py` (measured against claimed). Nothing here decides a claim; it looks
for runs that contradict one.
"""
