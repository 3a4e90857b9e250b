"""The peer's own environment: a throwaway one in var/peer, never among our requirements."""

import subprocess
import sys
from pathlib import Path

from portal.servers.errors import LauncherError

from ..ground import ROOT, VAR

RELEASE = "django-helpdesk==2.6.1"
FOLDER = VAR / "peer"
UV = ROOT / ".uv" / "bin" / "uv"


def interpreter() -> str:
    """Return the Python that has the peer, making its environment the first time.

    The framework and the driver are of the very versions that we run. Raises LauncherError when
    the packages cannot be had.
    """
    python, done = FOLDER / "bin" / "python", FOLDER / "done"
    if not done.exists() or done.read_text() != wanted():
        uv("venv", "--clear", "--python", sys.executable, str(FOLDER))
        uv("pip", "install", "--python", str(python), *wanted().split())
        done.write_text(wanted())
    return str(python)


def wanted() -> str:
    from importlib.metadata import version

    ours = [f"{name}=={version(name)}" for name in ("django", "psycopg", "psycopg-binary")]
    return " ".join([RELEASE, *ours])


def uv(*command: str) -> None:
    program = str(UV) if Path(UV).exists() else "uv"
    made = subprocess.run(
        [program, "--quiet", *command], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise LauncherError(f"{RELEASE} could not be installed:\n{made.stderr.strip()}")
