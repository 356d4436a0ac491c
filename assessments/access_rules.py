"""Who may come to which address, and how: one row per URL name. What has no row does not start.

This says who may come at all. Which assessment somebody may know exists is `visible_to`; what its state allows
stands in `policies`.
"""

from dataclasses import dataclass
from enum import Enum, auto

from assessments.permissions import Permission


class Who(Enum):
    """For whom an address is."""

    EVERYBODY = auto()
    SIGNED_IN = auto()
    MEMBER = auto()  # of an organisation, today; with any of the permissions where a rule names some
    NOBODY = auto()  # comes with a library and is not used here: as unknown as any other address


@dataclass(frozen=True)
class Rule:
    """`fresh`: a POST asks who it is once more when that was last asked too long ago."""

    who: Who
    verbs: frozenset[str]
    permissions: frozenset[Permission] = frozenset()
    fresh: bool = False


READ = frozenset({"GET", "HEAD"})
FORM = READ | {"POST"}


UNUSED = Rule(Who.NOBODY, frozenset())


def _for(permission: Permission, *others: Permission, verbs: frozenset[str], fresh: bool = False) -> Rule:
    return Rule(Who.MEMBER, verbs, frozenset({permission, *others}), fresh)


RULES: dict[str, Rule] = {
    # Signing in and out; the first two ask for a name before anybody has one.
    "account_login": Rule(Who.EVERYBODY, FORM),
    "account_inactive": Rule(Who.EVERYBODY, READ),
    "account_logout": Rule(Who.SIGNED_IN, FORM),
    # For everybody
    "questionnaire": Rule(Who.EVERYBODY, READ),
    "verify": Rule(Who.EVERYBODY, FORM),
    "help": Rule(Who.EVERYBODY, READ),
    "accessibility": Rule(Who.EVERYBODY, READ),
    # Writing
    "overview": Rule(Who.MEMBER, READ),
    "new": _for(Permission.START, verbs=FORM),
    "tasks": _for(Permission.ANSWER, verbs=READ),
    "knockout": _for(Permission.ANSWER, verbs=FORM),
    "section": _for(Permission.ANSWER, verbs=FORM),
    "parties": _for(Permission.ANSWER, verbs=FORM),
    "evidence": _for(Permission.ANSWER, verbs=READ),
    "evidence-add": _for(Permission.ANSWER, verbs=FORM),
    "evidence-check": _for(Permission.ANSWER, verbs=FORM),
    "evidence-replace": _for(Permission.ANSWER, verbs=FORM),
    "evidence-file": _for(Permission.ANSWER, verbs=READ),
    "explanations": _for(Permission.CHECK_EVIDENCE, verbs=FORM),
    "commitments": _for(Permission.COMMIT, verbs=FORM),
    "consultation": _for(Permission.COMMIT, verbs=FORM),
    "risks": _for(Permission.COMMIT, verbs=FORM),
    "outcome": _for(Permission.ANSWER, verbs=READ),
    "check": _for(Permission.ANSWER, verbs=FORM),
    "withdraw": _for(Permission.WITHDRAW, verbs=FORM),
    # Reviewing
    "queue": _for(Permission.REVIEW, verbs=READ),
    "review": _for(Permission.REVIEW, verbs=FORM),
    "review-section": _for(Permission.REVIEW, verbs=FORM),
    "review-conclude": _for(Permission.REVIEW, verbs=FORM, fresh=True),
    "review-evidence": _for(Permission.REVIEW, verbs=READ),
    # Reading
    "archive": _for(Permission.SEARCH_ARCHIVE, verbs=READ),
    "dossier": _for(Permission.READ_SEALED, verbs=FORM),
    "history": _for(Permission.READ_SEALED, verbs=READ),
    "report": _for(Permission.READ_SEALED, verbs=READ),
    # Routed by django-allauth; here nobody signs up or keeps an e-mail address by themselves.
    "account_signup": UNUSED,
    "account_reauthenticate": UNUSED,
    "account_email": UNUSED,
    "account_email_verification_sent": UNUSED,
    "account_confirm_email": UNUSED,
    "account_change_password": UNUSED,
    "account_set_password": UNUSED,
    "account_confirm_login_code": UNUSED,
    "account_reset_password": UNUSED,
    "account_reset_password_done": UNUSED,
    "account_reset_password_from_key": UNUSED,
    "account_reset_password_from_key_done": UNUSED,
}
