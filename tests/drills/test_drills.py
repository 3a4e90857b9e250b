"""The drills, small: every fault once. `make drill` has them in full."""

import pytest

from .catalogue import DRILLS
from .running import run_one
from .stage import stage

SMALL = [("F1", "requeue"), ("F1", "park"), ("F3", ""), ("F6", ""), ("F7", ""), ("F20", "")]


@pytest.fixture(scope="module")
def ground():
    with stage() as made:
        yield made


@pytest.mark.parametrize(("name", "policy"), SMALL, ids=lambda value: value or None)
def test_nothing_is_lost(ground, name, policy):
    drill = DRILLS[name]
    result = run_one(ground, drill, 1, policy, drill.SHORT)
    assert result, "the drill itself broke"
    assert result.ok, result.line()
