"""What stands around every page: who is here, for which organisation, and where they can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Actor
from assessments.permissions import Permission, may
from assessments.sessions import kept, limits, strength
from assessments.templatetags.words import ROLES

type Link = tuple[str, str]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor. A page without an actor (signing in, an error) has no menu."""
    actor: Actor | None = getattr(request, "actor", None)
    found: dict[str, Any] = {"demo": settings.DEMO, "home_url": reverse("overview"), "footer_links": _footer()}
    if (user := getattr(request, "user", None)) and user.is_authenticated:
        found |= _session(request, actor)
    if actor is None:
        return {**found, "sign_in_url": _sign_in(request)}
    return {
        **found,
        "organisation": actor.organisation.name,
        "who": f"{actor} · {', '.join(str(ROLES[role].label) for role in sorted(actor.roles))}",
        "choose_url": reverse("choose-organisation") if actor.has_other_organisations else "",
        "nav": [(label, url, _is_here(request, url)) for label, url in _menu(actor)],
    }


def _session(request: HttpRequest, actor: Actor | None) -> dict[str, Any]:
    """When it ends, what waits in it, and what it still lacks to go further."""
    roles = actor.roles if actor else frozenset()
    waits = bool(kept.kept(request.session)) and request.path != reverse("kept")
    return {
        "session_end": limits.ends_at(request.session),
        "session_left": limits.seconds_left(request.session, at=timezone.now()),
        "kept_url": reverse("kept") if waits else "",
        "must_set_up": not strength.is_strong_enough(request, roles),
        "must_have_passkey": bool(strength.NEED_A_PASSKEY & roles),
    }


def _sign_in(request: HttpRequest) -> str:
    """Nothing for who is signed in already, and on the page itself."""
    user, url = getattr(request, "user", None), reverse("account_login")
    return "" if request.path == url or (user and user.is_authenticated) else url


def _menu(actor: Actor) -> list[Link]:
    found = []
    if may(actor.roles, Permission.ANSWER):
        found.append((_("Mijn toetsen"), reverse("overview")))
    if may(actor.roles, Permission.REVIEW):
        found.append((_("Te toetsen"), reverse("queue")))
    if may(actor.roles, Permission.SEARCH_ARCHIVE):
        found.append((_("Archief"), reverse("archive")))
    if may(actor.roles, Permission.MANAGE_MEMBERS):
        found.append((_("Leden"), reverse("members")))
    return [*found, (_("Vragenlijst"), reverse("questionnaire")), (_("Hulp"), reverse("help"))]


def _is_here(request: HttpRequest, url: str) -> bool:
    """The menu item whose pages this one belongs to: all pages of an assessment belong to the overview."""
    overview = reverse("overview")
    if url == overview:
        return request.path == overview or request.path.startswith(f"{overview}toetsen/")
    if url == reverse("members"):
        return request.path.startswith(reverse("members").removesuffix("leden/"))
    return request.path.startswith(url)


def _footer() -> list[Link]:
    found = [
        (_("Rapport controleren"), reverse("verify")),
        (_("Toegankelijkheid"), reverse("accessibility")),
        (_("Hulp"), reverse("help")),
        (_("Kwetsbaarheid melden"), reverse("disclosure")),
    ]
    return [*found, (_("Post van de demo"), reverse("demo-post"))] if settings.DEMO else found
