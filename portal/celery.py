"""The Celery application. Its settings are the CELERY_ names of portal.settings."""

import os
from typing import Any

from celery import Celery, Task

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


class NotedTask(Task):
    """Every scheduled task leaves a note of its latest success, for the status page."""

    abstract = True

    def on_success(self, retval: Any, task_id: str, args: Any, kwargs: Any) -> None:
        from django.utils import timezone

        from portal.models import Heartbeat

        schedule = self.app.conf.beat_schedule.values()
        if self.name in {entry["task"] for entry in schedule}:
            Heartbeat.objects.record(name=self.name, at=timezone.now())


app = Celery("portal", task_cls=NotedTask)
# The web server answers in threads; without this they would find an application without settings.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
