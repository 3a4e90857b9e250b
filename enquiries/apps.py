from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "enquiries"
    label = "enquiries"
    verbose_name = "Enquiries"
