"""A private Valkey or Redis on a unix socket."""

import socket
import time
from pathlib import Path

from portal.servers import binaries
from portal.servers.binaries import Program
from portal.servers.errors import LauncherError
from portal.servers.folders import Home
from portal.servers.process import Child, spawn

START_SECONDS = 30
# A broker must never forget a message to make room for another.
SETTINGS = ["--port", "0", "--maxmemory", "256mb", "--maxmemory-policy", "noeviction", "--save", ""]


def start(home: Home) -> tuple[Child, str]:
    """Answers the child and its CELERY_BROKER_URL."""
    program = next(binaries.broker(), None)
    if program is None:
        raise LauncherError(
            "No broker found: neither in the Python environment nor on the system."
            " Install the system's valkey or redis-server package, or set CELERY_BROKER_URL."
        )
    address = home.sockets / "broker.sock"
    address.unlink(missing_ok=True)
    child = launch(home, program, address)
    wait_until_ready(child, address)
    return child, f"redis+socket://{address}"


def launch(home: Home, program: Program, address: Path) -> Child:
    data = home.path / "broker"
    data.mkdir(mode=0o700, exist_ok=True)
    keep = "no" if home.throwaway else "yes"
    command = [str(program.path), *SETTINGS, "--dir", str(data), "--appendonly", keep]
    command += ["--unixsocket", str(address), "--unixsocketperm", "700"]
    log = home.path / "broker.log"
    with log.open("wb") as output:
        process = spawn(command, output=output)
    kind = "Redis" if program.path.name == "redis-server" else "Valkey"
    return Child(f"{kind} {program.version} ({program.origin})", process, log=log)


def wait_until_ready(child: Child, address: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if not child.is_alive():
            raise LauncherError(f"{child.name} did not start:\n{child.last_words()}")
        if pongs(address):
            return
        time.sleep(0.02)
    child.stop()
    raise LauncherError(f"{child.name} was not ready in {START_SECONDS} seconds.")


def pongs(address: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(address))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def answers(url: str) -> str:
    """Why the given broker cannot be used; empty when it can."""
    from kombu import Connection

    try:
        with Connection(url, connect_timeout=3) as connection:
            connection.ensure_connection(max_retries=1, timeout=3)
    except Exception as error:
        return str(error) or type(error).__name__
    return ""
