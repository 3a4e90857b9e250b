"""Every drill, by its number in the catalogue of faults."""

from . import (
    broker_emptied,
    broker_gone,
    database_gone,
    mail_server,
    poison,
    rolling,
    shutdown,
    twins,
    web_killed,
    worker_killed,
)

MODULES = (
    worker_killed, web_killed, broker_emptied, broker_gone, database_gone, mail_server, twins,
    rolling, poison, shutdown,
)  # fmt: skip
DRILLS = {module.NAME: module for module in MODULES}
