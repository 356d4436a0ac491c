"""Dutch without a prefix, English below /en/."""

from allauth.account import views as account
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from assessments.urls import for_machines

# One by one: allauth's own list has pages for signing up, for e-mail addresses and for codes by mail.
signing_in = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("mfa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
urlpatterns = [
    *for_machines,
    *i18n_patterns(
        path("", include(signing_in)),
        path("", include("assessments.urls")),
        prefix_default_language=False,
    ),
]
