"""A new assessment and its parties."""

import pytest
from django.urls import reverse

from assessments.models import Answer, Assessment, Party
from tests.accounts import sign_in
from tests.views.writing import SCOPE, begin

pytestmark = pytest.mark.django_db


def test_a_new_assessment_goes_on_to_the_knock_out_round(author):
    response = author.post(reverse("new"), SCOPE)
    assessment = Assessment.objects.get()
    assert (response.status_code, response.url) == (302, reverse("knockout", args=[assessment.pk]))


def test_what_was_said_about_kind_and_phase_is_an_answer_already(author):
    begin(author, inzet=["lokaal"], fase="productie")
    assert dict(Answer.objects.values_list("question", "value")) == {"QA03": ["lokaal"], "QA06": ["productie"]}


def test_the_parties_follow_the_kind_of_deployment(author):
    begin(author)
    assert list(Party.objects.values_list("kind", "name", "avg_role", "ai_roles")) == [
        ("organisatie", "Ministerie van Voorbeeldzaken", "verwerkingsverantwoordelijke", ["gebruiksverantwoordelijke"]),
        ("aanbieder", "Voorbeeld AI BV", "verwerker", ["ai-aanbieder", "modelaanbieder"]),
    ]


def test_another_maker_of_the_model_is_a_party_of_its_own(author):
    begin(author, maker="Modelmaker Inc.")
    roles = dict(Party.objects.values_list("kind", "ai_roles"))
    assert (roles["aanbieder"], roles["modelontwikkelaar"]) == (["ai-aanbieder"], ["modelaanbieder"])


def test_two_kinds_of_deployment_give_each_party_once_with_all_its_roles(author):
    begin(author, inzet=["online", "overheid-ontwikkeld"])
    roles = dict(Party.objects.values_list("kind", "ai_roles"))
    assert set(roles) == {"organisatie", "aanbieder"}
    assert roles["organisatie"] == ["gebruiksverantwoordelijke", "ai-aanbieder"]


def test_an_empty_form_says_what_to_do_and_makes_nothing(author):
    response = author.post(reverse("new"), {})
    assert response.status_code == 422
    assert "Geef de toets een naam" in response.content.decode()
    assert not Assessment.objects.exists()


def test_a_hidden_character_is_refused_by_name_and_the_text_stays(author):
    response = author.post(reverse("new"), {**SCOPE, "titel": "Notities\u202esamen"})
    page = response.content.decode()
    assert "RIGHT-TO-LEFT OVERRIDE" in page
    assert "Notities\u202esamen" in page


def test_unknown_kinds_are_refused(author):
    response = author.post(reverse("new"), {**SCOPE, "inzet": ["ruimteschip"], "fase": "nooit"})
    assert set(response.context["form"].errors) == {"inzet", "fase"}


def test_i_do_not_know_goes_with_no_other_kind(author):
    response = author.post(reverse("new"), {**SCOPE, "inzet": ["online", "onbekend"]})
    assert "inzet" in response.context["form"].errors


@pytest.mark.parametrize("login", ["fg", "auditor", "beheerder", "beslisser"])
def test_other_roles_start_no_assessment(client, cast, genai, login):
    assert sign_in(client, cast, login).get(reverse("new")).status_code == 403


# --- Parties ---------------------------------------------------------------------------------------

PARTY = {"soort": "subverwerker", "naam": "Opslag BV", "land": "Ierland", "contact": "", "avg": "subverwerker"}


def test_a_party_can_be_added_changed_and_removed(author):
    url = reverse("parties", args=[begin(author)])
    assert author.post(f"{url}?partij=nieuw", {**PARTY, "ai": ["geen-ai-rol"]}).status_code == 302
    party = Party.objects.get(name="Opslag BV")
    author.post(f"{url}?partij={party.pk}", {**PARTY, "naam": "Opslag NV", "ai": ["geen-ai-rol"]})
    party.refresh_from_db()
    assert party.name == "Opslag NV"
    author.post(url, {"verwijder": str(party.pk)})
    assert not Party.objects.filter(pk=party.pk).exists()


def test_no_ai_role_goes_with_no_other_role(author):
    url = reverse("parties", args=[begin(author)])
    response = author.post(f"{url}?partij=nieuw", {**PARTY, "ai": ["geen-ai-rol", "ai-aanbieder"]})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"ai"}


def test_the_own_organisation_keeps_its_kind_and_cannot_be_removed(author):
    url = reverse("parties", args=[begin(author)])
    own = Party.objects.get(kind="organisatie")
    author.post(f"{url}?partij={own.pk}", {**PARTY, "avg": "gezamenlijk", "ai": ["ai-aanbieder"]})
    own.refresh_from_db()
    assert (own.kind, own.avg_role) == ("organisatie", "gezamenlijk")
    assert author.post(url, {"verwijder": str(own.pk)}).status_code == 409


@pytest.mark.parametrize("party", ["geen-id", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_party_is_not_found(author, party):
    url = reverse("parties", args=[begin(author)])
    assert author.get(f"{url}?partij={party}").status_code == 404


def test_removing_with_a_malformed_id_is_not_found(author):
    assert author.post(reverse("parties", args=[begin(author)]), {"verwijder": "geen-id"}).status_code == 404


def test_the_parties_page_needs_at_most_ten_queries(author, sql):
    url = reverse("parties", args=[begin(author)])
    with sql(10):
        author.get(url)


def test_without_a_questionnaire_nothing_starts_and_the_page_says_who_can_help(client, cast):
    response = sign_in(client, cast, "invuller").get("/toetsen/nieuw/")
    assert response.status_code == 409 and "nog geen vragenlijst geladen" in response.content.decode()
