"""The one command, whole: from nothing to a page that answers, and back to nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from portal.testing.letters import free_port

ROOT = Path(__file__).resolve().parents[2]
ENDS = "Stop with Ctrl-C."
# What the tests' own servers have put into the environment must not lead the demo to them.
FOREIGN = {"DATABASE_URL", "CELERY_BROKER_URL", "PORTAL_MODE", "SITE_URL"}


@pytest.fixture
def command(tmp_path):
    arguments = ["up", "--data", tmp_path / "demo", "--port", str(free_port())]
    process = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name not in FOREIGN},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        yield process
        process.kill()


def processes_naming(folder: Path) -> list[str]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in line:
            found.append(line.replace(b"\0", b" ").decode())
    return found


def read_until(process, words: str) -> list[str]:
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if words in line:
            return lines
    raise AssertionError("\n".join(lines))


def test_from_nothing_to_a_page_and_back_to_nothing(command, tmp_path):
    lines = read_until(command, ENDS)
    [address] = [line.split()[-1] for line in lines if "is ready at" in line]
    assert any("sign in as clerk" in line for line in lines)
    with urlopen(address) as page:
        assert page.status == 200
    with urlopen(f"{address}health/ready") as ready:
        assert ready.status == 200
    assert processes_naming(tmp_path)

    command.send_signal(signal.SIGTERM)
    rest = command.stdout.read()
    assert command.wait() == 0
    stopped = [line.split("| ")[1].split()[0] for line in rest.splitlines() if "stopped" in line]
    assert stopped[:3] == ["beat", "worker", "web"]
    assert len(stopped) == 5
    assert processes_naming(tmp_path / "demo") == []
