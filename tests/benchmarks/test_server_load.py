"""The load benchmark counts right; how fast it is, is not a test."""

from tests.benchmarks.server_load import Load, measure


def test_each_call_of_a_small_load_is_metered(tmp_path):
    load = measure(30, 2, 4, tmp_path)
    assert (load.calls, load.metered, load.tokens_out) == (30, 30, 240)
    assert load.mebibytes is None or load.mebibytes > 1
    assert len((tmp_path / "calls.jsonl").read_text().splitlines()) == 30


def test_what_is_not_as_promised_is_said():
    assert Load(5000, 5.0, 5000, 1, 299.0).faults() == []
    assert Load(5000, 5.0, 5000, 1, None).faults() == []
    assert Load(5000, 6.0, 4999, 1, 300.0).faults() == [
        "4999 of 5000 calls metered", "833 requests per second, need 1000", "300 MiB, need less than 300",
    ]  # fmt: skip
