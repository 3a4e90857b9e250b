"""In CI a test that did not run is a test that failed."""

import os
from collections.abc import Iterator

import pytest

SKIPS = pytest.StashKey[list[tuple[str, str]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SKIPS] = []
    config.pluginmanager.register(Recorder(config.stash[SKIPS]))


class Recorder:
    def __init__(self, skips: list[tuple[str, str]]) -> None:
        self.skips = skips

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self.skips.append((report.nodeid, reason(report)))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.skips.append((report.nodeid, reason(report)))


def reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr
    return str(told[2] if isinstance(told, tuple) else told).removeprefix("Skipped: ")


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"true", "1", "yes"}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    if in_ci() and session.config.stash[SKIPS] and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return (yield)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    skips = config.stash[SKIPS]
    if skips and in_ci():
        terminalreporter.section("skipped, which fails the run in CI", red=True)
        for nodeid, why in skips:
            terminalreporter.write_line(f"{nodeid}: {why}")
    else:
        for why in sorted({why for _, why in skips}):
            count = sum(1 for _, other in skips if other == why)
            terminalreporter.write_line(f"{count} skipped: {why}")
