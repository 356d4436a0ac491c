"""Personal links: invitations, and setting a new password."""

import uuid
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import assessments.models.constraints
import assessments.models.links
from assessments.models.row_security import OrganisationWall


class Migration(migrations.Migration):
    dependencies: ClassVar = [("assessments", "0005_mail")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("nonce", models.CharField(default=assessments.models.links._nonce, max_length=32)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("address", models.EmailField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(max_length=5)),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("author", "author"),
                                ("contributor", "contributor"),
                                ("supplier", "supplier"),
                                ("reviewer", "reviewer"),
                                ("decider", "decider"),
                                ("auditor", "auditor"),
                                ("manager", "manager"),
                                ("operator", "operator"),
                                ("system", "system"),
                            ],
                            max_length=20,
                        )
                    ),
                ),
                ("valid_until", models.DateField(null=True)),
                ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.actor",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.actor",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessments.organisation"
                    ),
                ),
            ],
            options={
                "ordering": ["-invited_at", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="invitation_organisation_id"),
                    assessments.models.constraints.SameOrganisation(
                        field="invited_by", name="invitation_invited_by_fk"
                    ),
                    assessments.models.constraints.SameOrganisation(
                        field="accepted_by", name="invitation_accepted_by_fk"
                    ),
                    models.UniqueConstraint(
                        models.F("organisation"),
                        django.db.models.functions.text.Lower("address"),
                        condition=models.Q(("revoked_at", None), ("used_at", None)),
                        name="one_open_invitation_per_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PasswordLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("nonce", models.CharField(default=assessments.models.links._nonce, max_length=32)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessments.actor",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessments.organisation"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "id"), name="passwordlink_organisation_id"),
                    assessments.models.constraints.SameOrganisation(field="asked_by", name="passwordlink_asked_by_fk"),
                ],
            },
        ),
        OrganisationWall("Invitation"),
        OrganisationWall("PasswordLink"),
    ]
