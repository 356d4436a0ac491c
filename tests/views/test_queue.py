"""The FG's queue."""

import re

import pytest

from assessments.actions import reviewing
from assessments.models import organisation_context
from tests.accounts import sign_in
from tests.submissions import as_seen_by

UNKNOWN = "00000000-0000-4000-8000-000000000000"


def body(response, pk) -> str:
    """Without what differs in every answer."""
    return re.sub(r'value="\w{64}"', "", response.content.decode()).replace(str(pk), "")


@pytest.fixture
def fg(client, cast):
    return sign_in(client, cast, "fg")


def test_an_empty_queue_says_so(fg):
    page = fg.get("/toetsing/").content.decode()
    assert "Niets te doen" in page and "<table" not in page


def test_who_waits_longest_stands_first(fg, submitted):
    younger, older = submitted("W4", days_ago=1), submitted("W1", days_ago=12)
    page = fg.get("/toetsing/").content.decode()
    assert page.index(older.reference) < page.index(younger.reference)
    assert "12 dagen" in page and "1 dag" in page


def test_a_free_assessment_offers_to_claim_it(fg, submitted):
    assessment = submitted("W4")
    page = fg.get("/toetsing/").content.decode()
    assert f'action="/toetsing/{assessment.pk}/"' in page and 'value="claim"' in page


def test_what_a_colleague_has_can_be_taken_over(fg, cast, claimed):
    assessment = claimed("W4")
    other = sign_in(fg, cast, "fg")
    assert "Ga verder" in other.get("/toetsing/").content.decode()
    with organisation_context(cast["fg"].organisation_id):
        reviewing.release(by=cast["fg"], assessment=as_seen_by(cast["fg"], assessment))
    assert "Neem in behandeling" in other.get("/toetsing/").content.decode()


@pytest.mark.parametrize("login", ["invuller", "auditor", "beslisser", "beheerder"])
def test_another_role_is_refused(client, cast, login):
    assert sign_in(client, cast, login).get("/toetsing/").status_code == 403


def test_an_fg_of_another_organisation_sees_nothing_of_it(client, cast, submitted):
    assessment = submitted("W4")
    other = sign_in(client, cast, "fg-proef")
    assert assessment.title not in other.get("/toetsing/").content.decode()
    found = other.get(f"/toetsing/{assessment.pk}/")
    unknown = other.get(f"/toetsing/{UNKNOWN}/")
    assert found.status_code == unknown.status_code == 404
    assert body(found, assessment.pk) == body(unknown, UNKNOWN)


def test_the_number_of_queries_does_not_grow(fg, submitted, sql):
    submitted("W4")
    fg.get("/toetsing/")
    with sql(10):
        fg.get("/toetsing/")
    for name in ("W1", "W2"):
        submitted(name)
    with sql(10):
        fg.get("/toetsing/")


def test_the_queue_reads_in_english(fg, submitted):
    submitted("W4")
    assert fg.get("/en/toetsing/").status_code == 200
