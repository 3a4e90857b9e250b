from django.apps import AppConfig


class ParishesConfig(AppConfig):
    name = "parishes"
    label = "parishes"
    verbose_name = "Parishes and councils"
