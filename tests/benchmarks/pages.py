"""What the main pages and computations cost, against the sign-in page."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from assessments import reading
from assessments.domain import advice, loading
from assessments.domain.cases import read_case
from assessments.management.playing import Player
from assessments.models import Assessment, organisation_context
from tests.accounts import FILES, FOLDER, NOON, sign_in
from tests.benchmarks.measuring import Row, by_processor


@pytest.fixture
def assessment(acting, cast, genai) -> Assessment:
    questionnaire = reading.questionnaire(genai.pk)
    case = read_case(questionnaire, "W3.yaml", (FOLDER / "cases" / "W3.yaml").read_text())
    author = acting("invuller")
    return Player(questionnaire, case, author=author, checker=acting("collega"), at=NOON, titles={}).play(genai)


def page(client: Client, address: str) -> Callable[[], object]:
    def get() -> None:
        assert client.get(address).status_code == 200, address

    return get


def test_pages(assessment, cast, table: list[Row]) -> None:
    author = sign_in(Client(), cast, "invuller")
    yardstick = by_processor("sign-in page", page(Client(), reverse("account_login")))
    with organisation_context(cast["invuller"].organisation_id):
        contents = reading.contents(assessment)
    dossier, questionnaire = contents.dossier(), contents.questionnaire
    section = questionnaire.sections[1].id
    work = {
        "overview": page(author, reverse("overview")),
        "task list": page(author, reverse("tasks", args=[assessment.pk])),
        "section": page(author, reverse("section", args=[assessment.pk, section])),
        "provisional outcome": page(author, reverse("outcome", args=[assessment.pk])),
        "check and submit": page(author, reverse("check", args=[assessment.pk])),
        "computing the advice (W3)": lambda: advice.advise(questionnaire, dossier),
        "loading the questionnaire": lambda: loading.load(FILES),
    }
    table += [yardstick, *(by_processor(name, once, yardstick) for name, once in work.items())]
