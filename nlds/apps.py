from django.apps import AppConfig


class NldsConfig(AppConfig):
    name = "nlds"
