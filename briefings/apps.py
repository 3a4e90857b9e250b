from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "briefings"
    label = "briefings"
    verbose_name = "Parish briefings"
