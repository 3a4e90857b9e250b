from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "enquiries.deadlines"
    label = "deadlines"
    verbose_name = "Deadlines"
