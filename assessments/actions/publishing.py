"""Storing a questionnaire version: whole or not at all, and a released one never changes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments.domain.loading import load
from assessments.models import QuestionnaireVersion, VersionStatus


class ChangedRelease(Exception):
    """The files say something else than the version of that number that was released."""


class UnknownVersion(Exception):
    """No such version is stored."""


@transaction.atomic
def publish(*, files: Mapping[str, str], at: datetime | None = None) -> tuple[QuestionnaireVersion, bool]:
    """The stored version with exactly these texts (a concept until it is released), and whether it is new.

    Raises `QuestionnaireError` with every fault of the files, or `ChangedRelease`.
    """
    questionnaire = load(files)
    stored = QuestionnaireVersion.objects.filter(slug=questionnaire.slug, version=questionnaire.version)
    if same := stored.filter(text_hash=questionnaire.text_hash).first():
        return same, False
    if stored.exclude(status=VersionStatus.CONCEPT).exists():
        raise ChangedRelease(
            f"{questionnaire.slug}/{questionnaire.version} was released with other texts. "
            "Give the changed files a version number of their own."
        )
    version = QuestionnaireVersion.objects.create(
        slug=questionnaire.slug,
        version=questionnaire.version,
        rules_hash=questionnaire.rules_hash,
        text_hash=questionnaire.text_hash,
        files=dict(files),
        loaded_at=at or timezone.now(),
    )
    return version, True


@transaction.atomic
def release(*, slug: str, version: str) -> QuestionnaireVersion:
    """The newest texts of this version, from now on unchangeable. Raises `UnknownVersion`."""
    stored = QuestionnaireVersion.objects.defer("files").filter(slug=slug, version=version)
    if not stored.exists():
        raise UnknownVersion(f"{slug}/{version} is not loaded. Add its folder to fixtures/questionnaires/ first.")
    if released := stored.filter(status=VersionStatus.RELEASED).first():
        return released
    newest = stored.latest("loaded_at")
    newest.status = VersionStatus.RELEASED
    newest.save(update_fields=["status"])
    return newest
