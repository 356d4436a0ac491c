"""The demo: its people, its organisations and the worked cases in different stages."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments import reading
from assessments.actions import membership, reviewing, submitting
from assessments.domain.cases import read_case
from assessments.management.playing import Fields, Player, agree_with_everything
from assessments.models import Actor, Assessment, FgVerdict, QuestionnaireVersion, organisation_context
from assessments.permissions import Role


class Command(BaseCommand):
    help = "Makes the demo's people and assessments where they are missing. Refuses outside the demo."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--password-file", type=Path, required=True, help="the password of all demo accounts")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo accounts exist only in the demo: set TOETS_DEMO=1.")
        demo = yaml.safe_load(Path(settings.BASE_DIR, "fixtures", "demo", "demo.yaml").read_text(encoding="utf-8"))
        people = _people(demo, options["password_file"].read_text().strip())
        version = reading.newest_version()
        for row in demo["assessments"]:
            author = people["invuller"]
            with organisation_context(author.organisation_id):
                if Assessment.objects.filter(organisation=author.organisation_id, worked_case=row["case"]).exists():
                    continue
                self.stdout.write(f"{row['case']}: {row['stage']}")
                Stage(version, people, demo["documents"], timezone.now()).reach(**row)


def _people(demo: dict[str, Any], password: str) -> dict[str, Actor]:
    organisations = {
        slug: membership.ensure_organisation(slug=slug, name=name) for slug, name in demo["organisations"].items()
    }
    people = {}
    for login, person in demo["people"].items():
        organisation = organisations[person["organisation"]]
        with organisation_context(organisation.pk):
            people[login] = membership.ensure_demo_user(
                login=login,
                name=person["name"],
                organisation=organisation,
                role=Role(person["role"]),
                password=password,
            )
    return people


class Stage:
    """Takes one case as far as its stage."""

    def __init__(
        self, version: QuestionnaireVersion, people: dict[str, Actor], titles: dict[str, str], now: datetime
    ) -> None:
        self.version, self.people, self.titles, self.now = version, people, titles, now

    def reach(
        self,
        *,
        case: str,
        stage: str,
        days_ago: int,
        fields: dict[str, Fields],
        sent_back: str = "",
        verdict: str = "",
        advice: str = "",
    ) -> None:
        at = self.now - timedelta(days=days_ago)
        author, fg = self.people["invuller"], self.people["fg"]
        assessment = self._draft(case, at, fields)
        if stage == "draft":
            return
        assessment = self._see(assessment, author)
        submitting.submit(by=author, assessment=assessment, at=at + timedelta(hours=2))
        if stage == "submitted":
            return
        reviewing.claim(by=fg, assessment=self._see(assessment, fg), at=at + timedelta(hours=20))
        if stage == "in_review":
            return
        at += timedelta(hours=26)
        if stage == "sent_back":
            reviewing.send_back(by=fg, assessment=self._see(assessment, fg), text=sent_back, at=at)
            return
        self._advise(assessment, FgVerdict(verdict), advice, at)

    def _draft(self, name: str, at: datetime, fields: dict[str, Fields]) -> Assessment:
        questionnaire = reading.questionnaire(self.version.pk)
        folder = Path(
            settings.BASE_DIR, "fixtures", "questionnaires", questionnaire.slug, questionnaire.version, "cases"
        )
        case = read_case(questionnaire, f"{name}.yaml", (folder / f"{name}.yaml").read_text(encoding="utf-8"))
        player = Player(
            questionnaire,
            case,
            author=self.people["invuller"],
            checker=self.people["collega"],
            at=at,
            titles=self.titles,
            fields=fields,
        )
        return player.play(self.version)

    def _advise(self, assessment: Assessment, verdict: FgVerdict, text: str, at: datetime) -> None:
        fg = self.people["fg"]
        assessment = self._see(assessment, fg)
        snapshot = agree_with_everything(by=fg, assessment=assessment, at=at)
        reviewing.advise(
            by=fg,
            assessment=assessment,
            verdict=verdict,
            text=text,
            snapshot_sha256=snapshot.sha256,
            login_method="demo",
            at=at,
        )

    def _see(self, assessment: Assessment, actor: Actor) -> Assessment:
        return Assessment.objects.visible_to(actor).get(pk=assessment.pk)
