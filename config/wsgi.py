import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from assessments.checks import refuse_to_start_unguarded  # noqa: E402 -- it needs the apps

refuse_to_start_unguarded()
