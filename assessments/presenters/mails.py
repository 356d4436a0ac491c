"""The text of a mail, made from its kind and facts when it is sent."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from assessments.models import Invitation, OutgoingMail, PasswordLink
from assessments.people import token_of


@dataclass(frozen=True)
class Text:
    subject: str
    body: str

    @property
    def lines(self) -> list[str]:
        return self.body.splitlines()


def text_of(mail: OutgoingMail) -> Text:
    """Subject and body in the mail's language. The template's first line is the subject."""
    with translation.override(mail.language):
        context = {name: _shown(name, value) for name, value in mail.facts.items()}
        text = render_to_string(f"mail/{mail.kind}.{mail.language}.txt", {**context, "site": settings.SITE_URL})
    subject, _, body = text.partition("\n")
    return Text(subject.strip(), body.strip() + "\n")


def _shown(name: str, value: str) -> object:
    match name:
        case "link":
            return settings.SITE_URL + value
        case "invitation":
            return settings.SITE_URL + reverse("invitation", args=[token_of(Invitation, value)])
        case "password_link":
            return settings.SITE_URL + reverse("password-link", args=[token_of(PasswordLink, value)])
        case "date":
            return date.fromisoformat(value)
        case "moment":
            return datetime.fromisoformat(value)
    return value
