"""The dossier, its history and its reports."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.actions import reviewing, sealing
from assessments.models import AccessEvent, Assessment, LedgerEvent, Report, organisation_context
from assessments.presenters.history import sentence
from tests.accounts import sign_in
from tests.source import ROOT
from tests.submissions import as_seen_by

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def in_the_organisation(acting):
    """Tests look at the rows of voorbeeldzaken, whoever signs in."""
    acting("fg")


def text(response) -> str:
    return response.content.decode()


def test_the_auditor_reads_what_was_sealed(client, cast, sealed):
    assessment = sealed("W3")
    report = Report.objects.get()
    page = text(sign_in(client, cast, "auditor").get(f"/dossier/{assessment.pk}/"))
    for part in ("Wacht op besluit", "Akkoord met opmerkingen", "Let op de termijnen.", report.sha256):
        assert part in page, part
    parties = page[page.index("Partijen</h2>") :]
    assert parties.index("Ministerie van Voorbeeldzaken") < parties.index("Verzonnen aanbieder")
    assert "wacht op een besluit" in page and "Trek de toets in" not in page


@pytest.mark.parametrize("development", [True, False])
def test_worthless_keys_are_called_so_beside_the_report(client, cast, sealed, settings, development):
    settings.DEVELOPMENT_PKI = development
    assessment = sealed("W4")
    page = text(sign_in(client, cast, "auditor").get(f"/dossier/{assessment.pk}/"))
    assert ("ontwikkelsleutels (development PKI): zonder juridische waarde" in page) is development


def test_the_decider_reads_that_it_waits_for_their_decision(client, cast, sealed):
    assessment = sealed("W4")
    assert "wacht op uw besluit" in text(sign_in(client, cast, "beslisser").get(f"/dossier/{assessment.pk}/"))


def test_the_download_is_the_sealed_file_and_is_logged(client, cast, sealed):
    assessment = sealed("W4")
    report = Report.objects.get()
    response = sign_in(client, cast, "auditor").get(f"/dossier/{assessment.pk}/rapport/{report.pk}/")
    assert hashlib.sha256(response.content).hexdigest() == report.sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{assessment.reference}-editie-1.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff" and "no-store" in response["Cache-Control"]
    event = AccessEvent.objects.get(kind="downloaded")
    assert (event.actor, event.subject) == (cast["auditor"].pseudonym, f"{assessment.pk}/{report.pk}")


def test_a_report_that_is_not_sealed_or_of_another_dossier_cannot_be_downloaded(client, cast, advised, sealed):
    waiting, other = advised("W4"), sealed("W1")
    fg = sign_in(client, cast, "fg")
    unsealed = Report.objects.get(snapshot__assessment=waiting)
    elsewhere = Report.objects.get(snapshot__assessment=other)
    assert fg.get(f"/dossier/{waiting.pk}/rapport/{unsealed.pk}/").status_code == 404
    assert fg.get(f"/dossier/{waiting.pk}/rapport/{elsewhere.pk}/").status_code == 404
    assert {event.kind for event in AccessEvent.objects.all()} == {"refused"}


def test_the_page_refreshes_itself_until_the_report_is_ready(client, cast, advised):
    assessment = advised("W4")
    author = sign_in(client, cast, "invuller")
    waiting = author.get(f"/dossier/{assessment.pk}/")
    assert waiting["Refresh"] == "3" and "Het rapport wordt gemaakt" in text(waiting)
    organisation_id = cast["fg"].organisation_id
    with organisation_context(organisation_id):
        report, system = Report.objects.get(), sealing.system_actor(organisation_id)
        sealing.seal(by=system, report=report, pdf=b"%PDF-1.7", signed_by=None)
    ready = author.get(f"/dossier/{assessment.pk}/")
    assert "Refresh" not in ready and f"/rapport/{report.pk}/" in text(ready)


def test_a_failure_is_told_while_the_worker_tries_again(client, cast, advised):
    assessment = advised("W4")
    organisation_id = cast["fg"].organisation_id
    with organisation_context(organisation_id):
        system = sealing.system_actor(organisation_id)
        sealing.record_failure(by=system, report=Report.objects.get(), code="SigningFailed")
    response = sign_in(client, cast, "fg").get(f"/dossier/{assessment.pk}/")
    assert response["Refresh"] == "30" and "SigningFailed" in text(response)


def test_a_report_that_never_came_is_told_and_stops_the_refreshing(client, cast, advised):
    assessment = advised("W4")
    Report.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    response = sign_in(client, cast, "fg").get(f"/dossier/{assessment.pk}/")
    assert "Refresh" not in response and "Vraag technisch beheer" in text(response)


def test_the_author_takes_back_what_nobody_claimed(client, cast, submitted):
    assessment = submitted("W4")
    author = sign_in(client, cast, "invuller")
    assert "Neem de toets terug" in text(author.get(f"/dossier/{assessment.pk}/"))
    assert author.post(f"/dossier/{assessment.pk}/", {"stap": "take_back"}).status_code == 302
    assert Assessment.objects.get(pk=assessment.pk).status == "draft"


def test_taking_back_after_a_claim_is_refused_with_a_sentence(client, cast, claimed):
    assessment = claimed("W4")
    author = sign_in(client, cast, "invuller")
    assert "Neem de toets terug" not in text(author.get(f"/dossier/{assessment.pk}/"))
    refused = author.post(f"/dossier/{assessment.pk}/", {"stap": "take_back"})
    assert refused.status_code == 409 and "De status van de toets is intussen veranderd" in text(refused)


def test_a_strange_post_is_no_server_error(client, cast, submitted):
    assessment = submitted("W4")
    assert sign_in(client, cast, "invuller").post(f"/dossier/{assessment.pk}/", {"stap": "x"}).status_code == 400


def test_only_writers_and_the_fg_read_the_comments(client, cast, sealed):
    assessment = sealed("W4")
    with organisation_context(cast["fg"].organisation_id):
        author = cast["invuller"]
        reviewing.answer_comment(
            by=author, assessment=as_seen_by(author, assessment), text="Alleen voor ons.", question=""
        )
    for login, reads in (("invuller", True), ("fg", True), ("auditor", False), ("beslisser", False)):
        page = text(sign_in(client, cast, login).get(f"/dossier/{assessment.pk}/"))
        assert ("Alleen voor ons." in page) is reads, login


@pytest.mark.parametrize("path", ["", "geschiedenis/"])
def test_before_sealing_auditor_and_decider_find_nothing(client, cast, submitted, path):
    assessment = submitted("W4")
    for login in ("auditor", "beslisser", "invuller-proef", "fg-proef"):
        browser = sign_in(client, cast, login)
        found, unknown = (browser.get(f"/dossier/{pk}/{path}") for pk in (assessment.pk, UNKNOWN))
        assert found.status_code == unknown.status_code == 404
        bodies = {
            re.sub(r'value="\w{64}"', "", text(each)).replace(str(assessment.pk), UNKNOWN) for each in (found, unknown)
        }
        assert len(bodies) == 1


def test_the_history_tells_in_words_who_did_what_newest_first(client, cast, sealed):
    assessment = sealed("W4")
    page = text(sign_in(client, cast, "auditor").get(f"/dossier/{assessment.pk}/geschiedenis/"))
    steps = [
        "Het rapport is verzegeld (editie 1)",
        "De FG heeft geadviseerd",
        "in behandeling genomen",
        "ingediend (ronde 1)",
    ]
    places = [page.index(step) for step in steps]
    assert places == sorted(places)
    assert (
        assessment.snapshots.get().sha256 in page and "het systeem" in page and not re.search(r"A-[0-9a-f]{12}", page)
    )


def test_every_kind_of_event_has_words(sealed):
    sealed("W5b")
    texts = [path.read_text() for path in (ROOT / "assessments" / "actions").glob("*.py")]
    sources = "".join(text for text in texts if "append_to_organisation" not in text)  # those are in no history
    named = set(re.findall(r'events=\[(?:\*events, )?\("(\w+)"', sources)) | {"checked", "revision_closed"}
    assert named >= set(LedgerEvent.objects.values_list("kind", flat=True)) - {"claim", "take_over"}
    for kind in named | {"claim", "take_over"}:
        assert sentence(kind, {"round": 1, "edition": 1}, 2)


@pytest.mark.parametrize("path", ["", "geschiedenis/"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_number_of_queries_stays_within_ten(client, cast, sealed, sql, path, language):
    assessment = sealed("W3")
    auditor = sign_in(client, cast, "auditor")
    url = f"{language}/dossier/{assessment.pk}/{path}"
    auditor.get(url)
    with sql(10):
        assert auditor.get(url).status_code == 200
