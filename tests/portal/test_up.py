"""One foreground command: one log, one end, and no process left behind."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal.servers import up
from portal.servers.errors import LauncherError
from portal.servers.supervisor import Died, Stopped, Supervisor
from portal.testing.letters import free_port

ROOT = Path(__file__).resolve().parents[2]
GOES_ON = [sys.executable, "-u", "-c", "import time; print('started'); time.sleep(60)"]
SUPERVISOR = """
import sys
from pathlib import Path
from portal.servers.supervisor import Supervisor, Stopped
supervisor = Supervisor(cwd=Path.cwd())
supervisor.listen()
for name in ["web", "worker"]:
    supervisor.start(name, [sys.executable, "-c", "import time; time.sleep(60)"], {})
supervisor.say(" ".join(str(child.process.pid) for child in supervisor.children), "pids")
try:
    supervisor.watch()
except Stopped:
    supervisor.stop()
"""


@pytest.fixture
def supervisor():
    made = Supervisor(cwd=ROOT, out=io.StringIO())
    yield made
    made.stop()
    made.pipes.close()


def log(supervisor):
    return supervisor.out.getvalue().splitlines()


def test_lines_carry_the_name_of_who_wrote_them(supervisor):
    talk = "import sys; print('one'); print('two', file=sys.stderr); print('three', end='')"
    written = supervisor.run("web", [sys.executable, "-u", "-c", talk], os.environ)
    assert written == ["one", "two", "three"]
    assert log(supervisor) == ["web     | one", "web     | two", "web     | three"]


def test_a_step_that_fails_is_named(supervisor):
    with pytest.raises(Died, match=r"prepare failed \(exit 3\)"):
        supervisor.run("prepare", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)


def test_a_program_that_ends_by_itself_is_named(supervisor):
    supervisor.start("web", GOES_ON, os.environ)
    supervisor.start("beat", [sys.executable, "-c", "raise SystemExit(4)"], os.environ)
    with pytest.raises(Died, match=r"beat ended by itself \(exit 4\)"):
        supervisor.watch()


def test_children_stop_in_reverse_order(supervisor):
    for name in ["web", "worker", "beat"]:
        supervisor.start(name, GOES_ON, os.environ)
    processes = [child.process for child in supervisor.children]
    supervisor.stop()
    stopped = [line for line in log(supervisor) if "stopped" in line]
    assert stopped == [f"up      | {name} stopped" for name in ["beat", "worker", "web"]]
    assert all(process.returncode == -signal.SIGTERM for process in processes)


def test_what_a_child_says_while_it_stops_is_still_shown(supervisor):
    last = "import signal, sys, time; signal.signal(15, lambda *_: sys.exit(print('bye')))"
    talk = f"{last}; print('ready'); time.sleep(60)"
    supervisor.start("worker", [sys.executable, "-u", "-c", talk], os.environ)
    supervisor.wait_for(lambda: "worker  | ready" in log(supervisor), 10)
    supervisor.stop()
    assert "worker  | bye" in log(supervisor)


def test_asked_twice_it_no_longer_waits(supervisor):
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('on'); time.sleep(60)"
    child = supervisor.start("worker", [sys.executable, "-u", "-c", deaf], os.environ, patience=60)
    supervisor.wait_for(lambda: "worker  | on" in log(supervisor), 10)
    read = supervisor.read
    supervisor.read = lambda timeout: supervisor.note(signal.SIGINT, None) or read(timeout)
    supervisor.stop()
    assert child.process.returncode == -signal.SIGKILL


def test_asked_before_the_first_child_it_starts_none(supervisor):
    supervisor.note(signal.SIGTERM, None)
    with pytest.raises(Stopped):
        supervisor.start("web", GOES_ON, os.environ)
    assert supervisor.children == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_it_ends_no_child_is_left(number):
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        pids = [int(pid) for pid in process.stdout.readline().split("|")[1].split()]
        process.send_signal(number)
        process.stdout.read()
    deadline = time.monotonic() + 10
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_running, pids))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_taken_port_is_told_before_anything_starts(capsys, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status = up.main(["--port", str(port), "--data", str(tmp_path / "demo")])
    assert status == 1
    assert f"Port {port} cannot be used" in capsys.readouterr().err
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("port", ["-1", "99999"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(LauncherError, match="cannot be used"):
        up.check_port("127.0.0.1", int(port))


def test_reset_wipes_the_data(tmp_path, capsys):
    (tmp_path / "demo" / "postgres").mkdir(parents=True)
    assert up.main(["--reset", "--data", str(tmp_path / "demo")]) == 0
    assert not (tmp_path / "demo").exists()
    assert up.main(["--reset", "--data", str(tmp_path / "demo")]) == 0


def test_the_environment_is_that_of_the_demo(monkeypatch):
    monkeypatch.setenv("PORTAL_MODE", "production")
    monkeypatch.delenv("SITE_URL", raising=False)
    known = up.environment({"DATABASE_URL": "postgres://here"}, "127.0.0.1", 8123)
    assert known["PORTAL_MODE"] == "demo"
    assert known["DATABASE_URL"] == "postgres://here"
    assert known["SITE_URL"] == "http://localhost:8123"


def test_nothing_answers_at_a_closed_port():
    assert not up.is_answering("127.0.0.1", free_port())


def test_the_last_lines_say_where_to_go_and_who_to_be(supervisor):
    up.announce(supervisor, "http://localhost:8123", ["sign in as clerk: clerk@demo.example"])
    told = "\n".join(log(supervisor))
    assert "ready at http://localhost:8123/" in told
    assert "sign in as clerk: clerk@demo.example" in told
