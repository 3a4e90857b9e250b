"""A private PostgreSQL on a unix socket."""

import shutil
import signal
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from portal.servers import binaries
from portal.servers.binaries import Program
from portal.servers.errors import LauncherError
from portal.servers.folders import Home
from portal.servers.privilege import Disguise, disguise
from portal.servers.process import Child, run, spawn

USER = DATABASE = "portal"
START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    # What the post notes without waiting for the disk is on it three of these later.
    "wal_writer_delay": "10ms",
}
# For data that may vanish with the machine: a test database is never worth waiting for a disk.
THROWAWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start(home: Home) -> tuple[Child, str]:
    """Makes the data folder where there is none. Answers the child and its DATABASE_URL."""
    data = home.path / "postgres"
    program, dressed = choose(data), disguise()
    if not data.exists():
        make_data_folder(program, dressed, data)
    dressed.hand_over(data)
    wait_for_former_server(data)
    child = launch(home, program, dressed, data)
    wait_until_ready(child, data)
    make_database(home.sockets)
    return child, f"postgres://{USER}@{quote(str(home.sockets), safe='')}/{DATABASE}"


def choose(data: Path) -> Program:
    """The best PostgreSQL here, or the one of the data folder's own major version."""
    found = list(binaries.postgres())
    if not found:
        raise LauncherError(
            "No PostgreSQL found: neither in the Python environment nor on the system."
            " Install the system's postgresql package, or set DATABASE_URL."
        )
    if not data.exists():
        return found[0]
    major = int((data / "PG_VERSION").read_text())
    for program in found:
        if program.major == major:
            return program
    have = ", ".join(str(program.major) for program in found)
    raise LauncherError(
        f"{data} was made by PostgreSQL {major}, and here there is only PostgreSQL {have}."
        f" Install PostgreSQL {major}, or wipe the demo's data with: make demo-reset"
    )


def make_data_folder(program: Program, dressed: Disguise, data: Path) -> None:
    """Made beside and renamed, so that an interrupted start leaves no half-made folder."""
    unfinished = data.with_name("postgres.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    dressed.hand_over(unfinished)
    initdb = program.path.with_name("initdb")
    command = [*dressed.prefix, str(initdb), "-D", str(unfinished), "-U", USER, "-A", "trust"]
    made = run([*command, "--no-sync", "-E", "UTF8", *locale_options(program.major)])
    if made.returncode:
        raise LauncherError(f"PostgreSQL could not make its data folder:\n{made.stderr.strip()}")
    unfinished.rename(data)


def locale_options(major: int) -> list[str]:
    """From 17 on PostgreSQL brings its own C.UTF-8 and needs no locale of the system."""
    if major >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


def launch(home: Home, program: Program, dressed: Disguise, data: Path) -> Child:
    dressed.hand_over(home.sockets)
    settings = SETTINGS | {"unix_socket_directories": str(home.sockets)}
    if home.throwaway:
        settings |= THROWAWAY_SETTINGS
    command = [*dressed.prefix, str(program.path), "-D", str(data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    log = home.path / "postgres.log"
    with log.open("wb") as output:
        process = spawn(command, output=output, parting_signal=signal.SIGINT)
    name = f"PostgreSQL {program.version} ({program.origin})"
    return Child(name, process, stop_signal=signal.SIGINT, patience=20, log=log)


def wait_for_former_server(data: Path, seconds: float = 15) -> None:
    """A server whose supervisor was killed needs a moment to end; it then removes this file."""
    deadline = time.monotonic() + seconds
    while (data / "postmaster.pid").exists() and time.monotonic() < deadline:
        pid = (data / "postmaster.pid").read_text().partition("\n")[0]
        if not Path(f"/proc/{pid}").exists():
            return
        time.sleep(0.1)


def wait_until_ready(child: Child, data: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if not child.is_alive():
            raise LauncherError(f"{child.name} did not start:\n{child.last_words()}")
        if says_ready(data / "postmaster.pid", child.process.pid):
            return
        time.sleep(0.02)
    child.stop()
    raise LauncherError(f"{child.name} was not ready in {START_SECONDS} seconds.")


def says_ready(pid_file: Path, pid: int) -> bool:
    """The eighth line of postmaster.pid is the server's state."""
    lines = pid_file.read_text().splitlines() if pid_file.exists() else []
    return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"


def make_database(sockets: Path) -> None:
    server = psycopg.connect(host=str(sockets), user=USER, dbname="postgres", autocommit=True)
    with server as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def answers(url: str) -> str:
    """Why the given database cannot be used; empty when it can."""
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error as error:
        return str(error).strip()
    return ""
