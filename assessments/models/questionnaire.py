"""What is asked: immutable versions of the questionnaire, kept whole."""

import uuid
from typing import ClassVar

from django.db import models


class VersionStatus(models.TextChoices):
    CONCEPT = "concept"
    RELEASED = "released"
    RETIRED = "retired"


class QuestionnaireVersion(models.Model):
    """The files of one version as they were loaded. A concept may change; a released one never does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField()
    version = models.CharField(max_length=20)
    status = models.CharField(max_length=10, choices=VersionStatus, default=VersionStatus.CONCEPT)
    rules_hash = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64)
    files = models.JSONField()  # {file name: text}
    loaded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["slug", "version", "text_hash"], name="one_row_per_text"),
        ]

    def __str__(self) -> str:
        return f"{self.slug}/{self.version}"
