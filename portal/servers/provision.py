"""Both servers together, and the environment variables that lead to them."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from portal.servers import broker, folders, postgres
from portal.servers.errors import LauncherError
from portal.servers.folders import Home
from portal.servers.process import Child


@dataclass
class Servers:
    """``environment`` leads to the servers; ``says`` is one line on which servers they are."""

    home: Home
    children: list[Child] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    @property
    def says(self) -> str:
        return " and ".join(self.names)

    def stop(self) -> None:
        for child in reversed(self.children):
            child.stop()
        self.children.clear()
        self.home.release()


def lasting(path: Path) -> Servers:
    """Servers whose data outlives them. Raises LauncherError with a sentence for the user."""
    return start(folders.hold(path))


def throwaway() -> Servers:
    """Servers for one run of the tests: in memory where there is room, gone afterwards."""
    return start(folders.hold_throwaway())


def start(home: Home) -> Servers:
    servers = Servers(home)
    try:
        for variable, kind in [("DATABASE_URL", postgres), ("CELERY_BROKER_URL", broker)]:
            if given := os.environ.get(variable):
                use_given(servers, variable, given, kind.answers(given))
            else:
                child, servers.environment[variable] = kind.start(home)
                servers.children.append(child)
                servers.names.append(child.name)
    except BaseException:
        servers.stop()
        raise
    return servers


def use_given(servers: Servers, variable: str, url: str, trouble: str) -> None:
    if trouble:
        raise LauncherError(
            f"{variable} is set, but nothing usable answers there: {trouble}\n"
            f"Start that server, or unset {variable} to have a private one started."
        )
    servers.environment[variable] = url
    servers.names.append(f"the server given by {variable}")
