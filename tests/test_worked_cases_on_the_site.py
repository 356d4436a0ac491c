"""The worked cases, played through the actions by two people: the site comes to the same outcome as the case file."""

from datetime import UTC, datetime

import pytest

from assessments import reading
from assessments.actions import submitting
from assessments.domain.advice import advise
from assessments.domain.answers import Edition
from assessments.domain.cases import read_case
from assessments.domain.snapshot import dossier_of
from assessments.management.playing import Player
from assessments.models import Assessment
from tests.accounts import FOLDER

TODAY = datetime(2027, 2, 3, 9, 0, tzinfo=UTC)


def play(acting, cast, genai, name) -> Assessment:
    questionnaire = reading.questionnaire(genai.pk)
    case = read_case(questionnaire, f"{name}.yaml", (FOLDER / "cases" / f"{name}.yaml").read_text())
    player = Player(questionnaire, case, author=acting("invuller"), checker=acting("collega"), at=TODAY, titles={})
    return player.play(genai)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("W1", "NIET_TOEGESTAAN"),
        ("W2", "NIET_TOEGESTAAN"),
        ("W3", "NIET_TOEGESTAAN_TENZIJ"),
        ("W4", "NIET_TOEGESTAAN"),
        ("W5a", "NIET_TOEGESTAAN_TENZIJ"),
        ("W5b", "TOEGESTAAN_ONDER_VERANTWOORDING"),
    ],
)
def test_the_site_reaches_the_outcome_of_the_case(acting, cast, genai, name, outcome):
    assessment = play(acting, cast, genai, name)
    assessment = Assessment.objects.visible_to(cast["invuller"]).get(pk=assessment.pk)
    snapshot = submitting.submit(by=cast["invuller"], assessment=assessment, at=TODAY)
    contents = reading.contents(Assessment.objects.get(pk=assessment.pk))
    found = advise(contents.questionnaire, contents.dossier())
    unproven = [(f.key.question, f.why.value) for f in found.findings if not f.fine and not f.cured]
    assert snapshot.outcome == found.outcome == outcome, unproven


def test_a_snapshot_gives_back_the_dossier_it_was_made_from(acting, cast, genai):
    assessment = play(acting, cast, genai, "W3")
    assessment = Assessment.objects.visible_to(cast["invuller"]).get(pk=assessment.pk)
    content = submitting.submit(by=cast["invuller"], assessment=assessment, at=TODAY).content
    contents = reading.contents(Assessment.objects.get(pk=assessment.pk))
    import json

    assert dossier_of(contents.questionnaire, json.loads(content), Edition.ADVICE) == contents.dossier()
