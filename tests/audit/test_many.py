"""A trail as long as years of work: the verifier reads it all, and still finds the one event that was changed."""

import pytest

from tests.benchmarks.trail import trail_of, verify


@pytest.mark.parametrize("events", [2_000, pytest.param(200_000, marks=pytest.mark.long)])
def test_one_changed_event_among_many_is_found(tmp_path, events):
    file = tmp_path / "trail.jsonl"
    trail_of(events, file, chains=100)
    verdict = verify(file)
    assert (verdict["fits"], verdict["events"]) == (True, events)
    lines = file.read_text().splitlines(keepends=True)
    place = next(number for number in range(len(lines) // 2, len(lines)) if '"event"' in lines[number])
    lines[place] = lines[place].replace('\\"a\\":1', '\\"a\\":2')
    file.write_text("".join(lines))
    first = verify(file)["first"]
    assert isinstance(first, dict)
    assert first["kind"] == "hash"
    assert f'"chain": "{first["chain"]}", "seq": {first["seq"]},' in lines[place]
