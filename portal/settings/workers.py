"""Settings of the workers and the beat. The outbox row is the truth; the broker only wakes
a worker up."""

from .ground import env

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "redis://localhost:6379/0")
CELERY_TIMEZONE = "UTC"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_TASK_TIME_LIMIT = 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_POOL_ACQUIRE_TIMEOUT = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 25,
}
CELERY_VISIBILITY_TIMEOUT = 300
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_BEAT_CRON_STARTING_DEADLINE = 300
# A turn that no worker took in time lapses: a night of them would hold up the next.
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": seconds, "options": {"expires": max(seconds, 60)}}
    for name, task, seconds in (
        ("drain the outbox", "post.tasks.drain", 15),
        ("read the inbox", "post.tasks.read_inbox", 60),
        ("ask Notify about letters", "post.tasks.ask_notify", 60),
        ("invite to surveys", "enquiries.surveys.tasks.invite", 300),
        ("daily letters", "post.tasks.daily_letters", 900),
        ("sweep deadlines", "enquiries.tasks.sweep_deadlines", 60),
        ("daily digests", "enquiries.tasks.daily", 900),
        ("choose second looks", "consistency.tasks.choose_second_looks", 900),
        ("keep the month", "consistency.tasks.keep_month", 300),
        ("count the figures", "consistency.tasks.catch_up", 30),
        ("write exports", "enquiries.tasks.write_exports", 15),
        ("delete expired exports", "enquiries.tasks.sweep_exports", 900),
        ("learn words", "enquiries.tasks.learn_words", 3600),
        ("remind of scheme reviews", "schemes.tasks.remind", 3600),
        ("send briefings", "briefings.tasks.send", 60),
        ("draft briefings and remind of meetings", "briefings.tasks.daily", 900),
        ("beat is alive", "portal.tasks.beat_heartbeat", 30),
    )
}
