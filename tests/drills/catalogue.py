"""Every drill, by its number in the catalogue of faults."""

from . import worker_killed

DRILLS = {module.NAME: module for module in (worker_killed,)}
