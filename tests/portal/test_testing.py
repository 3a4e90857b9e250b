"""Our pytest plugin: in CI a skipped test fails the run; without Chromium one line says how."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.testing import browser, worker
from portal.testing.letters import Sink

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = "import pytest\ndef test_it():\n    pytest.skip('not today')\n"
EXPECTED_FAILURE = "import pytest\n@pytest.mark.xfail\ndef test_one():\n    assert False\n"
SKIPPED_MODULE = "import pytest\npytest.skip('no such machine', allow_module_level=True)\n"


def run_pytest(folder: Path, text: str, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(text)
    plugins = ["-p", "portal.testing.skips", "-p", "no:django", "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, "--rootdir", folder, folder / "test_it.py"],
        cwd=folder,
        env=os.environ | {"CI": ci, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("text", "why"), [(SKIPPED, "not today"), (SKIPPED_MODULE, "no such")])
def test_in_ci_a_skip_fails_the_run_and_is_named(tmp_path, text, why):
    done = run_pytest(tmp_path, text, "true")
    assert done.returncode != 0
    assert "skipped, which fails the run in CI" in done.stdout
    assert why in done.stdout


def test_elsewhere_a_skip_is_told_in_one_line(tmp_path):
    done = run_pytest(tmp_path, SKIPPED, "")
    assert done.returncode == 0
    assert "1 skipped: not today" in done.stdout


def test_an_expected_failure_is_no_skip(tmp_path):
    assert run_pytest(tmp_path, EXPECTED_FAILURE, "true").returncode == 0


def test_without_chromium_its_tests_say_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    assert browser.chromium() is None
    assert "apt-get install chromium" in browser.HOW_TO_GET_IT


def test_a_named_chromium_comes_first(monkeypatch, tmp_path):
    named = tmp_path / "my-chromium"
    named.touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(named))
    assert browser.chromium() == str(named)


def test_the_sink_keeps_what_it_is_given(mail_to_sink: Sink):
    from django.core.mail import EmailMessage

    EmailMessage("Broken bench", "Text", to=["clerk@example.org"]).send()
    [message] = mail_to_sink.wait_for(1)
    assert message["Subject"] == "Broken bench"
    assert mail_to_sink.to("clerk@example.org") == [message]
    assert mail_to_sink.to("other@example.org") == []


def test_the_worker_is_led_to_the_test_database(db):
    assert "/test_" in worker.database_url()
