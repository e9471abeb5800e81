"""What the README shows is true: its LangGraph test is run as it stands there, its claims file is decided."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bounds.language import parse_document
from checkers.decide import decide

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")

GRAPH = '''
import operator
from typing import Annotated, Any, TypedDict

import pytest
from langchain_openai import ChatOpenAI
from langgraph.graph import END, START, StateGraph
from langgraph.types import Send


class State(TypedDict):
    chunks: list[str]
    answers: Annotated[list[str], operator.add]


def build_graph(more: int = 0) -> Any:
    """Summarises each chunk, then joins the summaries; `more` calls too many."""
    llm = ChatOpenAI(model="mock")

    def summarise(text):
        return {"answers": [llm.invoke("Summarise " + text).content]}

    def join(state):
        for _ in range(1 + more):
            llm.invoke("Join " + " ".join(state["answers"]))
        return {"answers": []}

    graph = StateGraph(State)
    graph.add_node("summarise", summarise)
    graph.add_node("join", join)
    graph.add_conditional_edges(START, lambda s: [Send("summarise", c) for c in s["chunks"]], ["summarise"])
    graph.add_edge("summarise", "join")
    graph.add_edge("join", END)
    return graph.compile()


'''


def passage(heading: str, first: str) -> str:
    """The indented text under a heading that begins with `first`."""
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"(?:^(?:    .*)?\n)+", section, re.MULTILINE)
    (found,) = [b for b in blocks if b.lstrip().startswith(first)]
    return "\n".join(line[4:] for line in found.splitlines()).strip() + "\n"


def outcomes(folder: Path, text: str) -> tuple[int, str]:
    """Exit code and output of pytest on one test file, in a process of its own."""
    (folder / "test_graph.py").write_text(text, "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_graph.py"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    return run.returncode, run.stdout


def test_the_langgraph_test_of_the_readme_passes_and_fails_when_the_graph_calls_once_too_often(tmp_path):
    pytest.importorskip("langgraph")
    pytest.importorskip("langchain_openai")
    test = passage("In your tests", "@pytest.mark.bound")
    assert len(test.splitlines()) <= 5
    code, output = outcomes(tmp_path, GRAPH + test)
    assert code == 0, output
    assert "7 passed" in output
    code, output = outcomes(tmp_path, GRAPH + test.replace("build_graph()", "build_graph(more=1)"))
    assert code == 1
    assert "broken: calls(n) <= n + 1" in output
    assert "7 failed" in output


def test_the_decomposition_of_the_readme_is_decided_as_shown():
    text, shown = passage("Say what the system does", "# summary.claims").split("$ tightbound certify", 1)
    stated = parse_document(text)
    assert [decide(s.claim).decision for s in stated] == ["proved", "proved", "proved", "refuted"]
    assert re.findall(r"^(proved|refuted)", shown, re.MULTILINE) == [s.expect for s in stated]


def test_every_claims_text_of_the_readme_parses():
    assert parse_document(passage("The claim language", "parameters"))
