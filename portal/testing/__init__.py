"""Our pytest plugin, loaded by ``-p portal.testing`` in pyproject.toml.

It starts PostgreSQL and a broker where none is given, before the settings are read; says in one
line which ones; and stops them at the end. Under xdist only the controller starts them.
The fixtures are in the modules beside this one.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.servers import provision
from portal.servers.errors import LauncherError
from portal.servers.provision import Servers

# WhiteNoise warns where there is no folder of collected files, and a warning fails a test.
COLLECTED = Path(__file__).resolve().parents[2] / "var" / "static"
SERVERS = pytest.StashKey[Servers]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """A wrapper, so that it runs before pytest-django reads the settings."""
    os.environ["PORTAL_MODE"] = "test"
    # A busy machine is no fault of the code under test; a hanging query still ends.
    os.environ.setdefault("STATEMENT_TIMEOUT_MS", "60000")
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        use_broker_of(worker)
    elif not only_asks(early_config):
        start_servers(early_config)
    return (yield)


def only_asks(config: pytest.Config) -> bool:
    options = config.known_args_namespace
    return bool(options.help or options.version)


def start_servers(config: pytest.Config) -> None:
    try:
        servers = provision.throwaway()
    except LauncherError as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[SERVERS] = servers
    config.add_cleanup(servers.stop)
    os.environ.update(servers.environment)


def use_broker_of(worker: str) -> None:
    """Each parallel worker has its own database, and needs its own queue beside it."""
    url = os.environ["CELERY_BROKER_URL"]
    if url.startswith("redis+socket:"):
        number = int(worker.removeprefix("gw")) % 15 + 1
        os.environ["CELERY_BROKER_URL"] = f"{url}?virtual_host={number}"


def pytest_configure(config: pytest.Config) -> None:
    """Registered here, after the installed plugins, so that our fixtures win over theirs."""
    COLLECTED.mkdir(parents=True, exist_ok=True)
    from portal.testing import browser, letters, mailbox, notify, skips, worker

    for module in [browser, letters, mailbox, notify, skips, worker]:
        config.pluginmanager.register(module, f"{module.__name__}")


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Not a report header: those are not shown under -q."""
    servers = session.config.stash.get(SERVERS, None)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if servers and reporter:
        reporter.write_line(f"servers: {servers.says}")
