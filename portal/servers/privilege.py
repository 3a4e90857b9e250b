"""PostgreSQL refuses to run as root. As root, show it another user id, and change nothing else."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from portal.servers.errors import LauncherError
from portal.servers.process import run

NOBODY = 65534
NAMESPACE = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
# Where namespaces are switched off: really become nobody, but keep the one capability that lets
# the server reach a project below a closed folder such as root's home, which stays closed.
DROPPED = [
    "setpriv",
    "--securebits=+no_setuid_fixup",
    f"--reuid={NOBODY}",
    f"--regid={NOBODY}",
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--pdeathsig=INT",
]


@dataclass(frozen=True)
class Disguise:
    """What to put before a command, and which user must own the folders it insists on owning."""

    prefix: list[str] = field(default_factory=list)
    owner: int | None = None

    def hand_over(self, folder: Path) -> None:
        """Gives our own folder, and only what is inside it, to the user the server runs as."""
        wanted = os.geteuid() if self.owner is None else self.owner
        if folder.stat().st_uid == wanted:
            return
        for path in [folder, *folder.rglob("*")]:
            os.lchown(path, wanted, -1)


def disguise() -> Disguise:
    """Raises LauncherError where root has no way to start PostgreSQL."""
    if os.geteuid() != 0:
        return Disguise()
    if works(NAMESPACE):
        return Disguise(NAMESPACE)
    if works(DROPPED):
        return Disguise(DROPPED, NOBODY)
    raise LauncherError(
        "PostgreSQL does not run as root, and neither unshare nor setpriv works here."
        " Start as an ordinary user, or set DATABASE_URL."
    )


def works(prefix: list[str]) -> bool:
    return shutil.which(prefix[0]) is not None and run([*prefix, "true"]).returncode == 0
