"""The operator's hand on an organisation's identity provider: say which, look, switch off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from assessments.actions import identity as acting
from assessments.adapters import fetching, identity
from assessments.models import IdentityProvider, Organisation, organisation_context
from assessments.policies import Refused


class Command(BaseCommand):
    help = "Sets, shows or deactivates the OpenID provider of an organisation."

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        for name in ("show", "deactivate", "set"):
            command = does.add_parser(name)
            command.add_argument("organisation", help="the short name (slug) of the organisation")
        command.add_argument("--issuer", required=True)
        command.add_argument("--client-id", required=True)
        command.add_argument("--secret-name", required=True, help="name of the file in TOETS_OIDC_SECRETS_DIR")
        command.add_argument("--acr", action="append", default=[], help="a value of acr that means MFA; repeat it")
        command.add_argument("--roles-claim", default="roles")
        command.add_argument("--role", action="append", default=[], metavar="VALUE=ROLE", help="repeat it")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']}; look at its short name.")
        with organisation_context(organisation.pk):
            if options["does"] == "set":
                self._set(organisation, options)
            elif options["does"] == "deactivate" and not acting.deactivate_identity_provider(organisation=organisation):
                raise CommandError(f"{organisation.slug} has no active provider; make one with `set`.")
            self._show(organisation)

    def _set(self, organisation: Organisation, options: dict[str, Any]) -> None:
        pairs = [text.rpartition("=") for text in options["role"]]
        if not pairs or not all(value and role for value, _, role in pairs):
            raise CommandError("Give at least one --role VALUE=ROLE, such as --role toets-fg=reviewer.")
        if not options["secret_name"].replace("-", "").replace("_", "").isalnum():
            raise CommandError(
                "A secret name has letters, digits, - and _ only; it is a file in TOETS_OIDC_SECRETS_DIR."
            )
        try:
            fetching.origin_of(options["issuer"])
            provider = acting.set_identity_provider(
                organisation=organisation,
                issuer=options["issuer"],
                client_id=options["client_id"],
                secret_name=options["secret_name"],
                mfa_acr_values=options["acr"],
                roles_claim=options["roles_claim"],
                role_mapping={value: role for value, _, role in pairs},
            )
            identity.secret_of(provider)
        except Refused as error:
            raise CommandError(f"{error}. Roles: {', '.join(acting.ROLES_OF_PEOPLE)}.") from error
        except fetching.Unreachable as error:
            remedy = {"no_secret": "put the secret in a file with that name in TOETS_OIDC_SECRETS_DIR"}
            raise CommandError(f"Not set: {remedy.get(str(error), 'an issuer begins with https://')}.") from error

    def _show(self, organisation: Organisation) -> None:
        provider = IdentityProvider.objects.filter(organisation=organisation).first()
        if provider is None:
            raise CommandError(f"{organisation.slug} has no provider; make one with `set`.")
        self.stdout.write(
            f"{organisation.slug}  {'active' if provider.is_active else 'not active'}  {provider.issuer}\n"
            f"client id: {provider.client_id}\nsecret: {provider.secret_name}\n"
            f"acr that means MFA: {', '.join(provider.mfa_acr_values) or '(none: our own second step is asked)'}\n"
            f"claim with roles: {provider.roles_claim}"
        )
        for value, role in sorted(provider.role_mapping.items()):
            self.stdout.write(f"  {value} = {role}")
