"""Signing in through an organisation's own identity provider (OpenID Connect)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from assessments.models.constraints import SameOrganisation
from assessments.models.organisation import TenantModel, User


class IdentityProvider(TenantModel):
    """The provider of one organisation. Its secret is a file of the installation; here stands only its name."""

    issuer = models.URLField(max_length=500)
    client_id = models.CharField(max_length=200)
    secret_name = models.SlugField(max_length=100)
    # Values of `acr` that mean: more than a password. None: the provider is not trusted for that; we ask ourselves.
    mfa_acr_values = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    roles_claim = models.CharField(max_length=100, default="roles")
    # {value of the claim: role}
    role_mapping = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation"], name="one_identity_provider_per_organisation"),
        ]


class ExternalIdentity(TenantModel):
    """Who somebody is at a provider: its issuer and subject, never an e-mail address or a name, which can change."""

    provider = models.ForeignKey(IdentityProvider, models.PROTECT, db_constraint=False, related_name="identities")
    issuer = models.URLField(max_length=500)
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(User, models.CASCADE, related_name="identities")

    class Meta(TenantModel.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *TenantModel.Meta.constraints,
            SameOrganisation(field="provider", name="externalidentity_provider_fk"),
            models.UniqueConstraint(fields=["organisation", "issuer", "subject"], name="one_user_per_subject"),
        ]
