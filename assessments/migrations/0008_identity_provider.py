"""Signing in through the identity provider of an organisation."""

import uuid
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import assessments.models.constraints
from assessments.models.row_security import OrganisationWall


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("assessments", "0007_audit_trail"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("issuer", models.URLField(max_length=500)),
                ("client_id", models.CharField(max_length=200)),
                ("secret_name", models.SlugField(max_length=100)),
                (
                    "mfa_acr_values",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300), blank=True, default=list
                    ),
                ),
                ("roles_claim", models.CharField(default="roles", max_length=100)),
                ("role_mapping", models.JSONField(default=dict)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessments.organisation"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExternalIdentity",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("issuer", models.URLField(max_length=500)),
                ("subject", models.CharField(max_length=255)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="assessments.organisation"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to="assessments.identityprovider",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="identityprovider",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="identityprovider_organisation_id"),
        ),
        migrations.AddConstraint(
            model_name="identityprovider",
            constraint=models.UniqueConstraint(fields=("organisation",), name="one_identity_provider_per_organisation"),
        ),
        migrations.AddConstraint(
            model_name="externalidentity",
            constraint=models.UniqueConstraint(fields=("organisation", "id"), name="externalidentity_organisation_id"),
        ),
        migrations.AddConstraint(
            model_name="externalidentity",
            constraint=assessments.models.constraints.SameOrganisation(
                field="provider", name="externalidentity_provider_fk"
            ),
        ),
        migrations.AddConstraint(
            model_name="externalidentity",
            constraint=models.UniqueConstraint(
                fields=("organisation", "issuer", "subject"), name="one_user_per_subject"
            ),
        ),
        OrganisationWall("IdentityProvider"),
        OrganisationWall("ExternalIdentity"),
    ]
