"""Dutch without a prefix, English below /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("", include("allauth.account.urls")),
    path("", include("assessments.urls")),
    prefix_default_language=False,
)
