"""Made-up counties: chance is flagged as often as stated, unfairness at n = 60, never at n = 5.

The short form of `make simulate-fairness`.
"""

import json

import pytest

from consistency import simulate

SHORT = 30


def line(number: int) -> dict:
    return simulate.run(simulate.SCENARIOS[number], counties=SHORT)


def test_without_unfairness_the_share_flagged_is_the_share_stated():
    found = line(0)
    assert found["flagged_share"] == pytest.approx(found["stated_share"], abs=0.02)
    assert 0.02 < found["stated_share"] <= 0.05


def test_refusing_twice_as_often_is_flagged_at_60_cases_and_not_at_5():
    assert line(1)["flagged_share"] >= 0.9
    assert line(2)["flagged_share"] == 0


def test_one_line_of_json_a_case(capsys, monkeypatch):
    monkeypatch.setattr(simulate, "COUNTIES", 2)
    monkeypatch.setattr(simulate.run, "__kwdefaults__", {"counties": 2, "seed": 1})
    simulate.main()
    lines = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [one["case"] for one in lines] == ["none", "double_refusal_n60", "double_refusal_n5"]
    keys = {"case", "counties", "flagged_share", "stated_share"}
    assert all(set(one) == keys for one in lines)
