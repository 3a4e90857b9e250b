from django.apps import AppConfig


class ConsistencyConfig(AppConfig):
    name = "consistency"
    label = "consistency"
    verbose_name = "Consistency"
