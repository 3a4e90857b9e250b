"""The launcher: real servers, private to this account, that never outlive who started them."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from portal.servers import binaries, broker, folders, postgres, privilege, provision
from portal.servers.binaries import Program
from portal.servers.errors import LauncherError
from portal.servers.process import Child, spawn

ROOT = Path(__file__).resolve().parents[2]
HOLD_AND_WAIT = """
import sys, time
from pathlib import Path
from portal.servers import provision
servers = provision.lasting(Path(sys.argv[1]))
print(*[child.process.pid for child in servers.children], flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def no_given_servers(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)


def is_running(pid: int) -> bool:
    """A zombie whose parent never asks for it counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_gone(pids, seconds=20):
    deadline = time.monotonic() + seconds
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in pids if is_running(pid)] == []


def test_data_outlives_the_servers(tmp_path):
    for expected in [[], [("kept",)]]:
        servers = provision.lasting(tmp_path / "demo")
        with psycopg.connect(servers.environment["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS note (text text)")
            assert connection.execute("SELECT text FROM note").fetchall() == expected
            connection.execute("INSERT INTO note VALUES ('kept')")
        servers.stop()


def test_only_this_account_reaches_the_sockets_and_no_port_is_open(tmp_path):
    servers = provision.lasting(tmp_path / "demo")
    try:
        assert stat.S_IMODE(servers.home.sockets.stat().st_mode) == 0o700
        for child in servers.children:
            assert not ports_of(child.process.pid)
    finally:
        servers.stop()


def ports_of(pid: int) -> list[str]:
    """Listening TCP sockets among the open files of one process."""
    inodes = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        target = os.readlink(link)
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    rows = []
    for table in ["tcp", "tcp6"]:
        rows += [line.split() for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()]
    return [row[1] for row in rows[1:] if row[3] == "0A" and row[9] in inodes]


def test_parent_folders_keep_their_permissions(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = closed.stat()
    servers = provision.lasting(closed / "demo")
    servers.stop()
    after = closed.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )


def test_two_supervisors_never_share_a_data_folder(tmp_path):
    servers = provision.lasting(tmp_path / "demo")
    try:
        with pytest.raises(LauncherError, match=f"in use by process {os.getpid()}"):
            provision.lasting(tmp_path / "demo")
    finally:
        servers.stop()


def test_nothing_is_left_when_the_supervisor_is_killed(tmp_path):
    supervisor = subprocess.Popen(
        [sys.executable, "-c", HOLD_AND_WAIT, tmp_path / "demo"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with supervisor:
        pids = [int(pid) for pid in supervisor.stdout.readline().split()]
        assert len(pids) == 2
        supervisor.kill()
    wait_until_gone(pids)
    provision.lasting(tmp_path / "demo").stop()


def test_a_data_folder_of_another_major_is_refused_in_plain_words(tmp_path):
    data = tmp_path / "demo" / "postgres"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(LauncherError, match=r"made by PostgreSQL 9, .* make demo-reset"):
        provision.lasting(tmp_path / "demo")


def test_the_data_folders_own_major_is_preferred(tmp_path, monkeypatch):
    known = [Program(Path("/new"), "18.6", "wheel"), Program(Path("/old"), "15.18", "system")]
    monkeypatch.setattr(binaries, "postgres", lambda: iter(known))
    data = tmp_path / "postgres"
    assert postgres.choose(data) == known[0]
    data.mkdir()
    (data / "PG_VERSION").write_text("15\n")
    assert postgres.choose(data) == known[1]


def test_an_interrupted_start_leaves_no_half_made_data_folder(tmp_path):
    (tmp_path / "demo" / "postgres.unfinished").mkdir(parents=True)
    (tmp_path / "demo" / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
    servers = provision.lasting(tmp_path / "demo")
    servers.stop()
    assert not (tmp_path / "demo" / "postgres.unfinished").exists()


def test_without_any_binary_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(binaries, "postgres", lambda: iter([]))
    with pytest.raises(LauncherError, match="Install the system's postgresql package"):
        provision.lasting(tmp_path / "demo")
    monkeypatch.setattr(binaries, "broker", lambda: iter([]))
    home = folders.hold(tmp_path / "other")
    with pytest.raises(LauncherError, match="redis-server package"):
        broker.start(home)
    home.release()


def test_given_servers_are_used_and_left_running(tmp_path, monkeypatch):
    given = provision.lasting(tmp_path / "given")
    try:
        for name, value in given.environment.items():
            monkeypatch.setenv(name, value)
        servers = provision.lasting(tmp_path / "demo")
        assert servers.children == []
        assert servers.environment == given.environment
        servers.stop()
        assert all(child.is_alive() for child in given.children)
    finally:
        given.stop()


@pytest.mark.parametrize(
    ("variable", "url"),
    [
        ("DATABASE_URL", "postgres://portal@localhost:1/portal"),
        ("CELERY_BROKER_URL", "redis://localhost:1/0"),
    ],
)
def test_a_given_server_that_does_not_answer_is_named(tmp_path, monkeypatch, variable, url):
    monkeypatch.setenv(variable, url)
    with pytest.raises(LauncherError, match=f"{variable} is set, but nothing usable answers"):
        provision.lasting(tmp_path / "demo")
    folders.hold(tmp_path / "demo").release()


def test_a_long_project_path_gets_a_short_folder_for_its_sockets(tmp_path):
    long = tmp_path / ("a-very-long-name-" * 6)
    servers = provision.lasting(long)
    sockets = servers.home.sockets
    assert not sockets.is_relative_to(tmp_path)
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    servers.stop()
    assert not sockets.exists()


def test_abandoned_throwaway_folders_are_swept_but_not_those_in_use(tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "throwaway_parent", lambda: tmp_path)
    abandoned = tmp_path / f"{folders.THROWAWAY}abandoned"
    abandoned.mkdir()
    in_use = folders.hold(tmp_path / f"{folders.THROWAWAY}used")
    fresh = folders.hold_throwaway()
    assert not abandoned.exists()
    assert in_use.path.exists()
    fresh.release()
    in_use.release()
    assert not fresh.path.exists()


def test_a_child_that_will_not_stop_is_killed():
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True)"
    process = spawn([sys.executable, "-c", f"{deaf}; time.sleep(60)"])
    assert process.stdout.readline()
    child = Child("deaf", process, patience=0.2)
    child.stop()
    process.stdout.close()
    assert process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("prefix", [privilege.NAMESPACE, privilege.DROPPED])
def test_root_starts_postgres_either_way(tmp_path, monkeypatch, prefix):
    """As an ordinary user there is nothing to disguise, and the server starts as it is."""
    if os.geteuid() == 0:
        monkeypatch.setattr(privilege, "works", lambda tried: tried == prefix)
    servers = provision.lasting(tmp_path / "demo")
    try:
        with psycopg.connect(servers.environment["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        servers.stop()


def test_root_without_any_way_is_told_so(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(privilege, "works", lambda tried: False)
    with pytest.raises(LauncherError, match="Start as an ordinary user"):
        privilege.disguise()


def test_systems_binaries_stand_in_for_the_wheels(monkeypatch):
    monkeypatch.setattr(binaries, "package_folder", lambda name: None)
    assert all(program.origin == "system" for program in binaries.postgres())
    assert all(program.origin == "system" for program in binaries.broker())


def test_a_program_that_does_not_run_here_is_passed_over(tmp_path):
    broken = tmp_path / "postgres"
    broken.write_bytes(b"\x7fELF nonsense")
    broken.chmod(0o755)
    assert list(binaries.program(broken, "wheel")) == []


def test_socket_of_the_broker_answers(tmp_path):
    assert not broker.pongs(tmp_path / "missing.sock")
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent.sock"))
        assert not broker.pongs(tmp_path / "silent.sock")
