"""A worked case from an empty site to the FG, through the pages alone, by two people."""

import pytest
from django.urls import reverse

from assessments import reading
from assessments.domain.answers import Key
from assessments.domain.cases import read_case
from assessments.domain.questionnaire import EvidenceClass
from assessments.domain.rows import Sheet
from assessments.forms.answering import is_asked
from assessments.forms.names import field_name
from assessments.models import Answer, Assessment, Evidence, Party, Snapshot
from tests.accounts import FOLDER
from tests.views.test_evidence import DECLARATION, add, document
from tests.views.writing import begin, fill, section

pytestmark = pytest.mark.django_db


def read(genai, name):
    case = (FOLDER / "cases" / f"{name}.yaml").read_text()
    return read_case(reading.questionnaire(genai.pk), f"{name}.yaml", case)


def set_parties(author, pk, dossier):
    """The parties of the case, through the parties page; case id to row id."""
    url, found = reverse("parties", args=[pk]), {}
    for party in Party.objects.exclude(kind="organisatie"):
        author.post(url, {"verwijder": str(party.pk)})
    for party in dossier.parties:
        roles = {"naam": party.name or party.kind, "avg": party.avg_role, "ai": party.ai_roles}
        own = Party.objects.get(kind="organisatie").pk
        address = f"{url}?partij={own}" if party.kind == "organisatie" else f"{url}?partij=nieuw"
        assert author.post(address, {**roles, "soort": party.kind}).status_code == 302
        found[party.id] = str(Party.objects.get(kind=party.kind).pk)
    return found


def answer_all(author, pk, questionnaire, dossier, ids):
    keys = [row.key for row in Sheet(questionnaire, dossier).rows if not row.hidden]
    for part in questionnaire.sections:
        data = {}
        for key in keys:
            question = questionnaire.questions[key.question]
            if question.id in part.questions and is_asked(question):
                answer, name = dossier.answers[key], name_of(key, ids)
                data[name] = list(answer.value) if question.type == "multi" else answer.value[0]
                data |= {f"veld.{code}-{name}": f"{value:%d-%m-%Y}" for code, value in answer.fields.items()}
        if data:
            assert fill(author, section(pk, part.id), **data).status_code == 302


def name_of(key: Key, ids):
    return f"{key.question}.{ids[key.party]}" if key.party else key.question


def show(author, pk):
    """One document for every answer that asks for one, and one declaration for all the rest, as the page offers."""
    rows = author.get(reverse("evidence-add", args=[pk])).context["links"].rows
    names = {
        wanted: [field_name(key) for key, _, _, each in rows if (each is EvidenceClass.FILE) is wanted]
        for wanted in (True, False)
    }
    assert add(author, pk, document(vragen=names[True])).status_code == 302
    assert add(author, pk, {**DECLARATION, "vragen": names[False]}).status_code == 302


def check_everything(colleague, pk):
    for evidence in Evidence.objects.all():
        url = reverse("evidence-check", args=[pk, evidence.pk])
        enough = dict.fromkeys(map(str, evidence.links.values_list("answer_id", flat=True)), "voldoende")
        assert colleague.post(url, enough).status_code == 302


def test_w5b_is_filled_in_shown_checked_and_allowed(author, colleague, genai):
    questionnaire, dossier = reading.questionnaire(genai.pk), read(genai, "W5b").dossier
    pk = begin(author)
    ids = set_parties(author, pk, dossier)
    for _pass in range(2):  # an answer further on can show a question of an earlier section
        answer_all(author, pk, questionnaire, dossier, ids)
    assert not author.get(reverse("check", args=[pk])).context["page"].missing
    show(author, pk)
    assert author.get(reverse("check", args=[pk])).context["page"].outcome.tone == "negative", "unchecked is not shown"
    check_everything(colleague, pk)
    page = author.get(reverse("check", args=[pk]))
    assert "Toegestaan onder verantwoording" in page.content.decode()
    assert not page.context["page"].provisional
    author.post(reverse("check", args=[pk]), {"bevestiging": "on"})
    assert Assessment.objects.get().status == "submitted"
    assert Snapshot.objects.get().outcome == "TOEGESTAAN_ONDER_VERANTWOORDING"
    assert not Answer.objects.filter(question="QG06").exclude(value=[]).exists(), "nobody answered what is computed"
