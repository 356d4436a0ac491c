"""Mail that waits for the worker."""

import uuid
from typing import ClassVar

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from assessments.models.row_security import OURS, OrganisationWall


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assessments", "0004_row_level_security")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("language", models.CharField(max_length=5)),
                ("facts", models.JSONField(default=dict)),
                ("dedupe_key", models.CharField(blank=True, max_length=100)),
                ("queued_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("kept", "Kept"),
                            ("refused", "Refused"),
                            ("given_up", "Given Up"),
                            ("unsure", "Unsure"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("failure", models.CharField(blank=True, max_length=100)),
                ("claim", models.UUIDField(null=True)),
                ("status_since", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-queued_at", "pk"],
                "indexes": [models.Index(fields=["status", "status_since"], name="mail_by_status")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("dedupe_key", ""), _negated=True),
                        fields=("organisation", "dedupe_key"),
                        name="one_mail_per_dedupe_key",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        # Mail about no organisation is seen outside any, and asked for from anywhere.
        OrganisationWall(
            "OutgoingMail",
            visible=f"{OURS} OR (organisation_id IS NULL AND (SELECT current_organisation()) IS NULL)",
            writable=f"organisation_id IS NULL OR {OURS}",
        ),
    ]
