"""Assessments played to a certain point, for the tests of what comes after submitting."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments import reading
from assessments.actions import reviewing, sealing, submitting
from assessments.domain.cases import read_case
from assessments.management.playing import Player, agree_with_everything
from assessments.models import Actor, Assessment, FgVerdict, Report, Snapshot, organisation_context
from tests.accounts import FOLDER, Cast

MADE = b"%PDF-1.7 made for a test"


def as_seen_by(actor: Actor, assessment: Assessment) -> Assessment:
    return Assessment.objects.visible_to(actor).get(pk=assessment.pk)


def judge_everything(fg: Actor, assessment: Assessment) -> Snapshot:
    return agree_with_everything(by=fg, assessment=as_seen_by(fg, assessment), at=timezone.now())


@pytest.fixture
def submitted(cast: Cast, genai) -> Callable[..., Assessment]:
    """A worked case, filled in by invuller, checked by collega and submitted."""

    def play(name: str = "W3", *, days_ago: int = 0) -> Assessment:
        questionnaire = reading.questionnaire(genai.pk)
        case = read_case(questionnaire, f"{name}.yaml", (FOLDER / "cases" / f"{name}.yaml").read_text())
        at = timezone.now() - timedelta(days=days_ago)
        author = cast["invuller"]
        with organisation_context(author.organisation_id):
            player = Player(questionnaire, case, author=author, checker=cast["collega"], at=at, titles={})
            assessment = as_seen_by(author, player.play(genai))
            submitting.submit(by=author, assessment=assessment, at=at)
        return assessment

    return play


@pytest.fixture
def claimed(cast: Cast, submitted) -> Callable[..., Assessment]:
    """The same, in review with fg."""

    def play(name: str = "W3") -> Assessment:
        assessment = submitted(name)
        with organisation_context(cast["fg"].organisation_id):
            reviewing.claim(by=cast["fg"], assessment=as_seen_by(cast["fg"], assessment))
        return assessment

    return play


@pytest.fixture
def judged(cast: Cast, claimed) -> Callable[..., Assessment]:
    """The same, with every answer agreed."""

    def play(name: str = "W3") -> Assessment:
        assessment = claimed(name)
        with organisation_context(cast["fg"].organisation_id):
            judge_everything(cast["fg"], assessment)
        return assessment

    return play


@pytest.fixture
def advised(cast: Cast, claimed) -> Callable[..., Assessment]:
    """The same, advised by fg; the report was asked for."""

    def play(name: str = "W3", verdict: FgVerdict = FgVerdict.AGREED_WITH_REMARKS) -> Assessment:
        assessment = claimed(name)
        fg = cast["fg"]
        with organisation_context(fg.organisation_id):
            snapshot = judge_everything(fg, assessment)
            reviewing.advise(
                by=fg,
                assessment=as_seen_by(fg, assessment),
                verdict=verdict,
                text="Let op de termijnen.",
                snapshot_sha256=snapshot.sha256,
                login_method="password",
            )
        return assessment

    return play


@pytest.fixture
def sealed(cast: Cast, advised) -> Callable[..., Assessment]:
    """The same, sealed. The bytes stand in for a PDF: what is in it is tested elsewhere."""

    def play(name: str = "W3") -> Assessment:
        assessment = advised(name)
        organisation_id = cast["fg"].organisation_id
        with organisation_context(organisation_id):
            report = Report.objects.get(snapshot__assessment=assessment)
            system = sealing.system_actor(organisation_id)
            sealing.seal(by=system, report=report, pdf=MADE + assessment.pk.bytes, signed_by=None)
        return assessment

    return play
