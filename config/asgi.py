import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()

from assessments.checks import refuse_to_start_unguarded  # noqa: E402 -- it needs the apps

refuse_to_start_unguarded()
