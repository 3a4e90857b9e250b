"""``manage.py up``: the whole portal in one foreground command.

Servers, migrations, reference and demo data, then web, worker and beat, with one log. Ctrl-C or
SIGTERM ends all of it in reverse order. Django is only loaded by the programs started here.
"""

import argparse
import http.client
import os
import shutil
import socket
import sys
from pathlib import Path

from portal.servers import folders, provision
from portal.servers.errors import LauncherError
from portal.servers.provision import Servers
from portal.servers.supervisor import Died, Stopped, Supervisor

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "var" / "demo"
# How prepare_demo begins a line on somebody who can sign in.
SIGN_IN = "sign in as "
READY_SECONDS = 60
# A task may run for 60 seconds; the worker finishes what it has in hand.
WORKER_PATIENCE = 70
PYTHON = [sys.executable, "-u"]
GUNICORN = ["-m", "gunicorn", "portal.wsgi", "-k", "gthread", "-w", "2", "--threads", "4"]
GUNICORN_OPTIONS = ["--graceful-timeout", "20", "--no-control-socket", "--access-logfile", "-"]
ACCESS_LOG = ["--access-logformat", "%(m)s %(U)s %(s)s %(M)sms"]
CELERY = ["-m", "celery", "--quiet", "-A", "portal.celery"]
WORKER = ["worker", "-l", "info", "-c", "2", "--without-mingle", "--without-gossip"]
# Celery's eight lines against running as root, which a demo in a container does.
ROOT_IS_FINE_HERE = "ignore:You're running the worker"
BEAT = ["beat", "-l", "warning", "--pidfile", ""]


def main(arguments: list[str]) -> int:
    options = parse(arguments)
    try:
        if options.reset:
            return reset(options.data)
        return up(options.data, options.host, options.port)
    except LauncherError as error:
        print(error, file=sys.stderr)
        return 1


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="manage.py up", description="Runs the demo.")
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))
    parser.add_argument("--data", type=Path, default=DATA, help="where the demo's data is kept")
    parser.add_argument("--reset", action="store_true", help="wipe the demo's data and end")
    return parser.parse_args(arguments)


def reset(data: Path) -> int:
    if data.exists():
        home = folders.hold(data)
        shutil.rmtree(data)
        home.release()
    print("The demo's data is gone. The next start makes it afresh.")
    return 0


def up(data: Path, host: str, port: int) -> int:
    check_port(host, port)
    supervisor = Supervisor(cwd=ROOT)
    supervisor.listen()
    servers = provision.lasting(data.resolve())
    try:
        serve(supervisor, servers, host, port)
    except Stopped:
        supervisor.say("stopping")
    except Died as death:
        supervisor.say(f"{death}. Stopping everything.")
        return 1
    finally:
        supervisor.stop()
        servers.stop()
    return 0


def check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise LauncherError(
                f"Port {port} cannot be used: {error}. Choose another, such as PORT=8123 make demo."
            ) from None


def serve(supervisor: Supervisor, servers: Servers, host: str, port: int) -> None:
    for child in servers.children:
        supervisor.adopt(child)
    env = environment(servers.environment, host, port)
    patient = env | {"STATEMENT_TIMEOUT_MS": "600000"}
    written = supervisor.run("prepare", [*PYTHON, "manage.py", "prepare_demo"], patient)
    start_programs(supervisor, servers.home.path, env, host, port)
    if not supervisor.wait_for(lambda: is_answering(host, port), READY_SECONDS):
        raise Died(f"the web server did not answer in {READY_SECONDS} seconds")
    people = [line for line in written if line.startswith(SIGN_IN)]
    announce(supervisor, env["SITE_URL"], people)
    supervisor.watch()


def start_programs(
    supervisor: Supervisor, data: Path, env: dict[str, str], host: str, port: int
) -> None:
    bind = ["--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    supervisor.start("web", [*PYTHON, *GUNICORN, *GUNICORN_OPTIONS, *ACCESS_LOG, *bind], env)
    working = env | {"STATEMENT_TIMEOUT_MS": "60000", "PYTHONWARNINGS": ROOT_IS_FINE_HERE}
    supervisor.start("worker", [*PYTHON, *CELERY, *WORKER], working, WORKER_PATIENCE)
    schedule = ["--schedule", str(data / "beat-schedule")]
    supervisor.start("beat", [*PYTHON, *CELERY, *BEAT, *schedule], env)


def environment(servers: dict[str, str], host: str, port: int) -> dict[str, str]:
    known = os.environ | {"PORTAL_MODE": "demo", "PYTHONUNBUFFERED": "1"} | servers
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
    return {"SITE_URL": f"http://{shown}:{port}"} | known


def is_answering(host: str, port: int) -> bool:
    loopback = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
    line = http.client.HTTPConnection(loopback.get(host, host), port, timeout=2)
    try:
        line.request("GET", "/health/live")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def announce(supervisor: Supervisor, address: str, people: list[str]) -> None:
    supervisor.say("")
    supervisor.say(f"Parish Enquiries is ready at {address}/")
    for line in people:
        supervisor.say(f"  {line}")
    supervisor.say("The sign-in page has a button for each of them, and needs no password.")
    supervisor.say(f"Every letter is shown at {address}/demo/outbox/. Stop with Ctrl-C.")
    supervisor.say("")
