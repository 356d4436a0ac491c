"""A mail says what one closed table lets it say; nothing that somebody wrote gets into it."""

import logging
import re
import uuid
from collections.abc import Callable, Mapping

import pytest
from django.conf import settings
from django.template.loader import get_template

from assessments.actions import mailing
from assessments.actions.mailing import MailRefused
from assessments.domain.mails import FACTS, KINDS, LANGUAGES
from assessments.models import Actor, Invitation, OutgoingMail, PasswordLink
from assessments.presenters.mails import text_of
from tests.accounts import NOON, Cast
from tests.mail.conftest import MOMENT

CANARY = "Kanarie Jansen"
SAMPLES = {
    "reference": "TGA-2026-0004",
    "link": "/toetsen/",
    "date": "2026-11-27",
    "moment": "2026-11-27T10:00:00Z",
    "number": "12",
    "digest": "ab" * 32,
    "invitation": "0b0f9a1e-6a50-4c57-9d0c-2f6f5b0a7c11",
    "password_link": "0b0f9a1e-6a50-4c57-9d0c-2f6f5b0a7c12",
}
BOTH = [(kind, language) for kind in KINDS for language in LANGUAGES]


def facts_of(kind: str) -> Mapping[str, str]:
    return {name: SAMPLES[name] for name in KINDS[kind]}


def refused(**changes: object) -> str:
    mail = {"kind": "password-changed", "to": "fg@voorbeeld.example", "organisation_id": None, "facts": MOMENT}
    with pytest.raises(MailRefused) as error:
        mailing.queue(**{**mail, **changes})
    assert CANARY not in str(error.value)
    return str(error.value)


@pytest.fixture
def links(cast: Cast, acting: Callable[[str], Actor]) -> None:
    """The links that the samples name."""
    manager = acting("beheerder")
    for link in (
        Invitation(address="a@b.example", language="nl", roles=["author"], invited_by=manager),
        PasswordLink(user=cast["fg"].user, asked_by=manager),
    ):
        link.pk = uuid.UUID(SAMPLES["invitation" if isinstance(link, Invitation) else "password_link"])
        link.organisation_id = manager.organisation_id
        link.renew(NOON)
        link.save()


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_every_kind_has_its_text_in_both_languages(links: None, kind: str, language: str) -> None:
    text = text_of(OutgoingMail(kind=kind, language=language, facts=facts_of(kind)))
    assert text.subject and "\n" not in text.subject and len(text.subject) < 78
    assert text.body.strip() and "{" not in text.body and "&" not in text.body
    assert len([line for line in text.body.splitlines() if line.startswith("http")]) <= 2, "a link and the site"


def test_a_personal_link_is_made_when_the_mail_is_sent_in_the_language_of_the_mail(links: None) -> None:
    token = Invitation.objects.get().token()
    for language, prefix in (("nl", ""), ("en", "/en")):
        text = text_of(OutgoingMail(kind="invitation", language=language, facts=facts_of("invitation")))
        assert f"\n{settings.SITE_URL}{prefix}/uitnodiging/{token}/\n" in text.body


@pytest.mark.parametrize(("kind", "language"), BOTH)
def test_a_text_uses_every_fact_of_its_kind_and_nothing_else(kind: str, language: str) -> None:
    source = get_template(f"mail/{kind}.{language}.txt").template.source
    assert set(re.findall(r"{{\s*(\w+)", source)) == KINDS[kind]


def test_a_kind_or_a_fact_outside_the_table_is_refused() -> None:
    assert refused(kind="title-changed") == "no such kind of mail"
    assert "exactly the facts" in refused(facts={**MOMENT, "title": CANARY})
    assert "exactly the facts" in refused(facts={})
    assert refused(language="fr") == "no such language"


@pytest.mark.parametrize("name", FACTS)
def test_what_somebody_wrote_never_looks_like_a_fact(name: str) -> None:
    written = [CANARY, "Chatbot voor burgerbrieven", "", "a@b.example", "TGA-2026-0004\nBcc: x", f"/{CANARY}", "<b>"]
    assert not [text for text in written if FACTS[name].fullmatch(text)]
    assert FACTS[name].fullmatch(SAMPLES[name])


@pytest.mark.parametrize("address", ["", "geen adres", "a@b.example\nBcc: c@d.example", "a@b.example\r\n\r\nx", "a@b"])
def test_what_is_no_mail_address_is_refused(address: str) -> None:
    assert refused(to=address) == "not a mail address"


def test_a_refusal_leaves_no_word_of_it_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        refused(facts={"moment": CANARY})
        refused(to=f"{CANARY}@x")
    assert CANARY not in caplog.text
