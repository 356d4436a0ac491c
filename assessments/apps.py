from importlib import import_module

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Toets generatieve AI"

    def ready(self) -> None:
        import_module("assessments.checks")  # registers them
