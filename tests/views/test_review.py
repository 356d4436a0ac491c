"""The FG's review of one submission."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client

from assessments import reading
from assessments.actions import answering, reviewing, submitting
from assessments.models import (
    AccessEvent,
    Answer,
    Assessment,
    Comment,
    Commitment,
    EvidenceVersion,
    FgAdvice,
    Judgement,
    QuestionReview,
    organisation_context,
)
from assessments.permissions import Role
from tests.accounts import make_actor, sign_in
from tests.submissions import as_seen_by

JUDGED = "oordeel-QA02"
COMMENT = "opmerking-QA02"
ADVICE = {"stap": "advise", "oordeel": "akkoord", "tekst": "", "strenger": "", "reden": "", "bevestiging": "on"}


@pytest.fixture
def fg(client, cast, acting):
    acting("fg")
    return sign_in(client, cast, "fg")


@pytest.fixture
def other_fg(cast):
    actor = make_actor(cast["fg"].organisation, "tweede-fg", Role.REVIEWER)
    browser = Client()
    with organisation_context(None):
        browser.force_login(actor.user)
    return browser


def text(response) -> str:
    return response.content.decode()


def test_nobody_can_judge_before_claiming(fg, submitted):
    assessment = submitted("W4")
    assert "Neem in behandeling" in text(fg.get(f"/toetsing/{assessment.pk}/"))
    section = text(fg.get(f"/toetsing/{assessment.pk}/onderdeel/afbakening/"))
    assert "Welke toepassing" in section and 'type="radio"' not in section


def test_claiming_leads_to_the_overview_with_what_is_remarkable_first(fg, claimed):
    assessment = claimed("W3")
    page = text(fg.get(f"/toetsing/{assessment.pk}/"))
    assert "0 van" in page and "antwoorden beoordeeld" in page
    assert page.index("Wat u zelf moet bekijken") < page.index("Onderdelen")
    assert "Toegezegd" in page


def test_a_second_claim_is_refused_with_a_sentence(fg, other_fg, submitted):
    assessment = submitted("W4")
    assert fg.post(f"/toetsing/{assessment.pk}/", {"stap": "claim"}).status_code == 302
    refused = other_fg.post(f"/toetsing/{assessment.pk}/", {"stap": "claim"})
    assert refused.status_code == 409 and "Deze stap kan nu niet" in text(refused)


def test_taking_over_needs_a_reason_and_keeps_the_judgements(fg, other_fg, claimed):
    assessment = claimed("W4")
    page = f"/toetsing/{assessment.pk}/"
    fg.post(page + "onderdeel/afbakening/", {JUDGED: "akkoord"})
    without = other_fg.post(page, {"stap": "take_over", "reden": ""})
    assert without.status_code == 422 and "Schrijf op waarom u de toetsing overneemt" in text(without)
    assert other_fg.post(page, {"stap": "take_over", "reden": "Collega is ziek."}).status_code == 302
    assert "1 van" in text(other_fg.get(page))
    assert 'type="radio"' not in text(fg.get(page + "onderdeel/afbakening/"))


def test_giving_back_puts_it_in_the_queue_again(fg, claimed):
    assessment = claimed("W4")
    assert fg.post(f"/toetsing/{assessment.pk}/", {"stap": "release"}).url == "/toetsing/"
    assert Assessment.objects.get(pk=assessment.pk).status == "submitted"


def test_agreeing_at_once_skips_every_remarkable_answer(fg, claimed):
    assessment = claimed("W3")
    fg.post(f"/toetsing/{assessment.pk}/", {"stap": "agree"})
    judged = set(QuestionReview.objects.values_list("question", "party"))
    promised = set(Commitment.objects.values_list("question", "party"))
    assert ("QA02", None) in judged and ("QJ02", None) in promised
    assert not judged & promised
    assert set(QuestionReview.objects.values_list("judgement", flat=True)) == {"akkoord"}


def test_agreeing_at_once_never_overwrites_a_judgement(fg, claimed):
    assessment = claimed("W3")
    page = f"/toetsing/{assessment.pk}/onderdeel/afbakening/"
    fg.post(page, {JUDGED: "aanpassen", COMMENT: "Leg uit."})
    fg.post(page, {"stap": "agree"})
    assert QuestionReview.objects.get(question="QA02").judgement == "aanpassen"
    assert set(QuestionReview.objects.values_list("question", flat=True)) <= {f"QA{n:02}" for n in range(1, 12)}


def test_asking_for_a_change_needs_a_comment_and_keeps_what_was_chosen(fg, claimed):
    assessment = claimed("W4")
    page = f"/toetsing/{assessment.pk}/onderdeel/afbakening/"
    response = fg.post(page, {JUDGED: "aanpassen", COMMENT: ""})
    assert response.status_code == 422 and "moet aanpassen bij 1.2 Nieuwe inhoud" in text(response)
    assert re.search(r'name="oordeel-QA02" value="aanpassen"[^>]* checked', text(response))
    assert not QuestionReview.objects.exists()


def test_a_comment_with_a_hidden_character_comes_back_whole(fg, claimed):
    assessment = claimed("W4")
    page = f"/toetsing/{assessment.pk}/onderdeel/afbakening/"
    response = fg.post(page, {JUDGED: "aanpassen", COMMENT: "Let op\u202e dit"})
    assert (
        response.status_code == 422
        and "RIGHT-TO-LEFT OVERRIDE" in text(response)
        and "Let op\u202e dit" in text(response)
    )
    assert not Comment.objects.filter(question="QA02").exists()


def test_a_comment_over_the_limit_comes_back_whole(fg, claimed):
    assessment = claimed("W4")
    long = "x" * 4001
    response = fg.post(f"/toetsing/{assessment.pk}/onderdeel/afbakening/", {COMMENT: long})
    assert response.status_code == 422 and "1 tekens te veel" in text(response) and long in text(response)


def test_strange_posts_are_no_server_errors(fg, claimed):
    assessment = claimed("W4")
    page = f"/toetsing/{assessment.pk}/"
    assert fg.post(page, {"stap": "nonsense"}).status_code == 400
    assert fg.post(page + "afronden/", {}).status_code == 400
    assert fg.post(page + "onderdeel/afbakening/", {JUDGED: "misschien"}).status_code == 422
    assert fg.post(page + "onderdeel/afbakening/", {"oordeel-QA99": "akkoord", "naar": "//elders"}).status_code == 302
    assert fg.get(page + "onderdeel/bestaat-niet/").status_code == 404
    assert not QuestionReview.objects.exists()


def test_what_is_reviewed_is_the_snapshot_and_never_the_draft(fg, cast, submitted):
    assessment = submitted("W4")
    with connection.cursor() as cursor:  # as if a draft could change after submitting
        cursor.execute("UPDATE assessments_answer SET note = 'later geschreven' WHERE question = 'QA02'")
    assert "later geschreven" not in text(fg.get(f"/toetsing/{assessment.pk}/onderdeel/afbakening/"))


def next_round(cast, assessment, note):
    """Sent back, one explanation changed, submitted again, claimed again."""
    fg, author = cast["fg"], cast["invuller"]
    with organisation_context(fg.organisation_id):
        reviewing.send_back(by=fg, assessment=as_seen_by(fg, assessment), text="Licht QA03 toe.")
        answer = Answer.objects.get(assessment=assessment, question="QA03")
        given = answering.Given("QA03", value=tuple(answer.value), fields=answer.fields, note=note)
        answering.save_answers(
            by=author,
            assessment=as_seen_by(author, assessment),
            values=[given],
            expected_versions={given.key: answer.version},
        )
        submitting.submit(by=author, assessment=as_seen_by(author, assessment))
        reviewing.claim(by=fg, assessment=as_seen_by(fg, assessment))


def test_only_what_changed_since_the_last_judgement_is_marked(fg, cast, claimed):
    assessment = claimed("W4")
    page = f"/toetsing/{assessment.pk}/onderdeel/afbakening/"
    fg.post(page, {JUDGED: "akkoord", "oordeel-QA03": "akkoord"})
    next_round(cast, assessment, "Nu met uitleg.")
    section = text(fg.get(page))
    assert section.count("Gewijzigd sinds uw vorige oordeel") == 1
    changed = section[section.index('id="vraag-QA03"') :]
    assert "Gewijzigd sinds uw vorige oordeel" in changed[: changed.index("</article>")]
    assert section.count("Eerder oordeel:") == 2


def test_a_change_two_rounds_ago_is_still_marked_when_it_was_not_judged_since(fg, cast, claimed):
    assessment = claimed("W4")
    page = f"/toetsing/{assessment.pk}/onderdeel/afbakening/"
    fg.post(page, {"oordeel-QA03": "akkoord"})
    next_round(cast, assessment, "Eerste wijziging.")
    with organisation_context(cast["fg"].organisation_id):
        reviewing.send_back(by=cast["fg"], assessment=as_seen_by(cast["fg"], assessment), text="Nog iets anders.")
        submitting.submit(by=cast["invuller"], assessment=as_seen_by(cast["invuller"], assessment))
    assert "Gewijzigd sinds uw vorige oordeel" in text(fg.get(page))


def test_sending_back_needs_a_text_and_keeps_it(fg, claimed):
    assessment = claimed("W4")
    page = f"/toetsing/{assessment.pk}/afronden/"
    empty = fg.post(page, {"stap": "send_back", "aanpassen": "  "})
    assert empty.status_code == 422 and "Schrijf op wat de invuller moet aanpassen" in text(empty)
    assert fg.post(page, {"stap": "send_back", "aanpassen": "Licht toe."}).url == "/toetsing/"
    assert Assessment.objects.get(pk=assessment.pk).status == "draft"


def test_advising_shows_and_commits_to_the_snapshot_hash(fg, judged):
    assessment = judged("W3")
    page = f"/toetsing/{assessment.pk}/afronden/"
    sha256 = assessment.snapshots.get().sha256
    assert text(fg.get(page)).count(sha256) == 2
    assert fg.post(page, {**ADVICE, "momentopname": sha256}).url == f"/dossier/{assessment.pk}/"
    assert FgAdvice.objects.get().snapshot_sha256 == sha256


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"bevestiging": ""}, "Bevestig dat uw advies voor deze versie geldt"),
        ({"oordeel": ""}, "Kies uw advies"),
        ({"oordeel": "niet_akkoord"}, "Schrijf op waarom: de invuller en de beslisser"),
        ({"strenger": "NIET_TOEGESTAAN"}, "Schrijf op waarom u een strengere uitkomst adviseert"),
        ({"strenger": "TOEGESTAAN_ONDER_VERANTWOORDING", "reden": "Milder."}, "TOEGESTAAN_ONDER_VERANTWOORDING"),
        ({"momentopname": "0" * 64}, "opnieuw ingediend"),
        ({"tekst": "te lang" * 2000}, "tekens te veel"),
    ],
)
def test_an_advice_that_is_not_right_comes_back_with_everything_typed(fg, judged, given, sentence):
    assessment = judged("W3")
    sha256 = assessment.snapshots.get().sha256
    posted = {**ADVICE, "tekst": "Mijn toelichting.", "momentopname": sha256, **given}
    if given == {"oordeel": "niet_akkoord"}:
        posted["tekst"] = ""
    response = fg.post(f"/toetsing/{assessment.pk}/afronden/", posted)
    assert response.status_code == 422 and sentence in text(response) and posted["tekst"] in text(response)
    assert not FgAdvice.objects.exists()


def test_a_stricter_outcome_is_stored_beside_the_computed_one(fg, judged):
    assessment = judged("W3")
    sha256 = assessment.snapshots.get().sha256
    stricter = {"strenger": "NIET_TOEGESTAAN", "reden": "De leverancier is te nieuw.", "momentopname": sha256}
    assert fg.post(f"/toetsing/{assessment.pk}/afronden/", {**ADVICE, **stricter}).status_code == 302
    advice = FgAdvice.objects.get()
    assert (advice.stricter_outcome, advice.snapshot.outcome) == ("NIET_TOEGESTAAN", "NIET_TOEGESTAAN_TENZIJ")


def test_the_fg_opens_a_document_as_it_was_submitted_and_that_is_logged(fg, claimed):
    assessment = claimed("W3")
    version = EvidenceVersion.objects.filter(file__isnull=False).first()
    response = fg.get(f"/toetsing/{assessment.pk}/bewijs/{version.pk}/")
    assert response.content == reading.file_bytes(version.file_id)
    assert response["Content-Disposition"].startswith("attachment") and response["X-Content-Type-Options"] == "nosniff"
    assert AccessEvent.objects.get(kind="downloaded").subject == f"{assessment.pk}/{version.pk}"
    assert fg.get(f"/toetsing/{assessment.pk}/bewijs/{assessment.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["", "onderdeel/afbakening/", "afronden/"])
def test_another_role_is_refused_and_another_organisation_finds_nothing(client, cast, claimed, path):
    assessment = claimed("W4")
    url = f"/toetsing/{assessment.pk}/{path}"
    assert sign_in(client, cast, "invuller").get(url).status_code == 403
    assert sign_in(client, cast, "fg-proef").get(url).status_code == 404
    assert sign_in(client, cast, "auditor").get(url).status_code == 404
    client.logout()
    assert client.get(url).status_code == 302


def test_nothing_can_be_advised_until_every_answer_was_judged(fg, claimed):
    assessment = claimed("W3")
    page = f"/toetsing/{assessment.pk}/"
    fg.post(page, {"stap": "agree"})
    conclude = text(fg.get(page + "afronden/"))
    assert "U kunt adviseren als u alle antwoorden hebt beoordeeld" in conclude and "Geef dit advies" not in conclude
    posted = {**ADVICE, "tekst": "Mijn toelichting.", "momentopname": assessment.snapshots.get().sha256}
    refused = fg.post(page + "afronden/", posted)
    assert refused.status_code == 422 and "Mijn toelichting." in text(refused)
    assert "beoordeeld in: Herkomst van de trainingsdata; Juistheid; Verwijdering" in text(refused)
    assert "Afbakening" not in text(refused) and not FgAdvice.objects.exists()
    english = text(fg.post("/en" + page + "afronden/", posted))
    assert "Origin of the training data; Accuracy" in english and not FgAdvice.objects.exists()


def test_sending_back_asks_no_judgement_of_every_answer(fg, claimed):
    assessment = claimed("W4")
    fg.post(f"/toetsing/{assessment.pk}/afronden/", {"stap": "send_back", "aanpassen": "Licht toe."})
    assert Assessment.objects.get(pk=assessment.pk).status == "draft"


@pytest.mark.parametrize(
    "judged",
    [
        {JUDGED: "aanpassen", COMMENT: "Leg uit."},
        {JUDGED: "akkoord", COMMENT: "Helder.", "oordeel-QA03": "akkoord", "oordeel-QA04": "akkoord"},
    ],
)
def test_saving_a_section_with_a_comment_takes_at_most_eight_queries(fg, claimed, sql, judged):
    assessment = claimed("W4")
    page = f"/toetsing/{assessment.pk}/onderdeel/afbakening/"
    fg.get(page)
    with sql(8):
        assert fg.post(page, judged).status_code == 302
    with sql(8):
        assert fg.post(page, {**judged, COMMENT: "En nog iets."}).status_code == 302


@pytest.mark.parametrize("path", ["", "onderdeel/afbakening/", "afronden/"])
def test_the_number_of_queries_stays_within_ten(fg, claimed, sql, path):
    assessment = claimed("W3")
    fg.get(f"/toetsing/{assessment.pk}/{path}")
    with sql(10):
        fg.get(f"/toetsing/{assessment.pk}/{path}")


@pytest.mark.parametrize("path", ["", "onderdeel/afbakening/", "onderdeel/verantwoording/", "afronden/"])
def test_every_page_reads_in_english(fg, claimed, path):
    assessment = claimed("W3")
    response = fg.get(f"/en/toetsing/{assessment.pk}/{path}")
    assert response.status_code == 200 and 'lang="en"' in text(response)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_advise_at_once_give_one_advice(cast, judged):
    assessment = judged("W4")
    with organisation_context(assessment.organisation_id):
        sha256 = assessment.snapshots.get().sha256
    start, codes = threading.Barrier(2), []

    def advise() -> None:
        browser = Client()
        browser.force_login(cast["fg"].user)
        start.wait()
        response = browser.post(f"/toetsing/{assessment.pk}/afronden/", {**ADVICE, "momentopname": sha256})
        codes.append(response.status_code)
        connection.close()

    threads = [threading.Thread(target=advise) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) in ([302, 422], [302, 409])
    with organisation_context(assessment.organisation_id):
        assert FgAdvice.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_who_claim_at_once_leave_it_with_one(cast, submitted):
    assessment = submitted("W4")
    second = make_actor(cast["fg"].organisation, "tweede-fg", Role.REVIEWER)
    start, codes = threading.Barrier(2), []

    def claim(user) -> None:
        browser = Client()
        browser.force_login(user)
        start.wait()
        codes.append(browser.post(f"/toetsing/{assessment.pk}/", {"stap": "claim"}).status_code)
        connection.close()

    threads = [threading.Thread(target=claim, args=(actor.user,)) for actor in (cast["fg"], second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [302, 409]
    with organisation_context(assessment.organisation_id):
        assert Assessment.objects.get(pk=assessment.pk).participants.filter(capacity="reviewer").count() == 1


def test_no_id_stands_twice_on_a_page(fg, claimed):
    assessment = claimed("W3")
    for path in ("", "onderdeel/verantwoording/", "afronden/"):
        ids = re.findall(r' id="([^"]+)"', text(fg.get(f"/toetsing/{assessment.pk}/{path}")))
        assert len(ids) == len(set(ids)), path


def test_every_judgement_has_words():
    from assessments.presenters.judging import judgement_word

    assert {str(judgement_word(each.value).label) for each in Judgement} == {"Akkoord", "Aanpassen nodig"}
