"""JSON documents of a file: lines, documents printed over many lines, and what is refused."""

import pytest

from checkers.executions import json_documents
from checkers.executions.json_documents import Unreadable, all_documents, all_lines, opened


def documents(text: str, limit: int = json_documents.CHARACTERS) -> tuple[list, list[str]]:
    notes: list[str] = []
    return [d for _, d in all_documents(text.splitlines(keepends=True), "f", notes, limit)], notes


def test_a_last_line_cut_short_is_left_out_with_a_note_and_one_in_the_middle_is_refused():
    assert documents('{"a": 1}\n{"a": ') == ([{"a": 1}], ["f:2: the last line is cut short and left out"])
    with pytest.raises(Unreadable, match=r"^f:2: need one JSON document a line"):
        documents('{"a": 1}\n{"a": \n{"a": 2}\n')


def test_documents_printed_over_many_lines_are_read_one_after_the_other():
    assert documents('{\n"a": 1\n}\n[{\n"a": 2}, 3]\n') == ([{"a": 1}, {"a": 2}, 3], [])
    assert documents('{\n"a": 1\n}\n{\n"a"')[1] == ["f, document 2: the last one is cut short and left out"]
    with pytest.raises(Unreadable, match="at most 10 characters in all"):
        documents('{\n"a": 1,\n"b": 2}', limit=10)


@pytest.mark.parametrize(
    ("text", "why"),
    [('{"a": NaN}\n', "NaN is no JSON number"), ('{"a": 1, "a": 2}\n', "a key twice: 'a'"),
     ("[" * 100_000 + "\n", "nested too deeply"), ('{"a": ' + "9" * 5000 + "}\n", "4300 digits"),
     ("{'a': 1}\n", "property name")],
)  # fmt: skip
def test_what_is_no_json_is_refused(text, why):
    with pytest.raises(Unreadable, match=why):
        documents(text)
    with pytest.raises(Unreadable, match=why):
        documents('{"first": 1}\n' + text)


def test_long_lines_and_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "spans.jsonl"
    path.write_bytes(b"\xef\xbb\xbf{}\n" + b"x" * 50 + b"\n")
    with opened(path) as source, pytest.raises(Unreadable, match=r":2: need lines of at most 20 characters"):
        list(all_lines(source, "f", 20))
    path.write_bytes(b"{}\n\xff\xfe\n")
    with opened(path) as source, pytest.raises(Unreadable, match="need text in UTF-8"):
        list(all_lines(source, "f"))
