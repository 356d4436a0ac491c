"""Who may open the pages of a writer: fetching is authorising, on every one of them."""

import uuid

import pytest
from django.urls import reverse

from assessments.models import Evidence
from assessments.urls import writing
from tests.accounts import sign_in
from tests.views.test_evidence import add, document

pytestmark = pytest.mark.django_db
ONE_ASSESSMENT = [path.name for path in writing if path.name not in ("overview", "new")]


def address(name, pk, evidence):
    rest = {"section": ["afbakening"]}.get(
        name, [evidence] if name.startswith("evidence-") and name != "evidence-add" else []
    )
    return reverse(name, args=[pk, *rest])


@pytest.fixture
def evidence(author, pk):
    add(author, pk, document())
    return Evidence.objects.get().pk


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ONE_ASSESSMENT)
def test_another_organisation_finds_nothing_anywhere(client, cast, pk, evidence, name, method):
    stranger = sign_in(client, cast, "invuller-proef")
    response = getattr(stranger, method)(address(name, pk, evidence))
    assert response.status_code in (404, 405)


@pytest.mark.parametrize("name", ONE_ASSESSMENT)
def test_an_unknown_assessment_looks_the_same(author, pk, name):
    assert author.get(address(name, uuid.uuid4(), uuid.uuid4())).status_code == 404


@pytest.mark.parametrize("name", [name for name in ONE_ASSESSMENT if not name.startswith("evidence-")])
def test_the_fg_who_may_know_of_it_does_not_write_in_it(client, cast, submitted, name):
    assessment = submitted("W2")
    assert sign_in(client, cast, "fg").get(address(name, assessment.pk, None)).status_code == 403


@pytest.mark.parametrize("name", ONE_ASSESSMENT)
def test_without_signing_in_there_is_no_page(client, cast, pk, evidence, name):
    client.logout()
    assert client.get(address(name, pk, evidence)).status_code == 302


@pytest.mark.parametrize(
    "data", [{}, {"versie-QA01": "x"}, {"verwijder": "x"}, {"vragen": "x"}, {"koppel": "1", "vragen": "\x00"}]
)
@pytest.mark.parametrize("name", ONE_ASSESSMENT)
def test_a_malformed_post_is_answered_and_never_breaks(author, pk, evidence, name, data):
    assert author.post(address(name, pk, evidence), data).status_code < 500
