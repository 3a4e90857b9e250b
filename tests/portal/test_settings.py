"""Production does not start half set up, and says in one line what it lacks."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPLETE = {
    "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": "enquiries.example.org",
    "DATABASE_URL": "postgres://nobody@localhost:1/none",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command that reads the settings, with nothing of ours in the environment."""
    known = {"PATH": os.environ["PATH"]} | COMPLETE | changes
    return subprocess.run(
        [sys.executable, "manage.py", "diffsettings"],
        cwd=ROOT, env=known, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("name", COMPLETE)
def test_production_refuses_to_start_without(name):
    refused = start(**{name: ""})
    assert refused.returncode == 1
    assert refused.stderr == (
        f"manage.py cannot start. Production needs {name}. Set them and start again.\n"
    )


def test_everything_missing_is_named_at_once():
    refused = start(**dict.fromkeys(COMPLETE, " "))
    assert "SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL" in refused.stderr


def test_a_mode_nobody_knows_is_not_taken_for_a_demo():
    refused = start(PORTAL_MODE="prod")
    assert refused.returncode == 1
    assert "PORTAL_MODE is “prod”" in refused.stderr


def test_a_complete_production_reads_its_settings():
    assert start().returncode == 0


@pytest.mark.parametrize("name", ["celery.app.trace", "axes.handlers.database"])
def test_what_goes_well_all_the_time_is_not_logged(name):
    logger = logging.getLogger(name)
    assert logger.isEnabledFor(logging.WARNING) and not logger.isEnabledFor(logging.INFO)
