"""A password does not name the person, the organisation or this product: an attacker tries those first."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.models import Membership, User, person_context

PRODUCT = ("toets", "generatieve", "dpia", "ministerie", "wachtwoord", "welkom")
SHORT = 4


class ContextWordsValidator:
    """For AUTH_PASSWORD_VALIDATORS: refuses a password that is such words with little around them."""

    def validate(self, password: str, user: User | None = None) -> None:
        rest = password.lower()
        for word in sorted(self._words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < len(password) and len(rest) < 8:
            raise ValidationError(_("Dit wachtwoord bestaat vooral uit uw naam, uw organisatie of deze toepassing."))

    def get_help_text(self) -> str:
        return _("Gebruik niet vooral uw naam, uw organisatie of de naam van deze toepassing.")

    def _words(self, user: User | None) -> set[str]:
        texts = [*PRODUCT]
        if user is not None:
            texts += [user.username, user.name, user.email.partition("@")[0]]
            with person_context(user.pk):
                for membership in Membership.objects.filter(user=user.pk).select_related("organisation"):
                    texts += [membership.organisation.name, membership.organisation.slug]
        words = {word for text in texts for word in [text.lower(), *text.lower().replace("-", " ").split()]}
        return {word for word in words if len(word) >= SHORT}
