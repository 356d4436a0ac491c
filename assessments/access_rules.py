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
    SETTING_UP = auto()  # signed in, also without the second factor that every other page asks
    SIGNED_IN = auto()
    MEMBER = auto()  # of an organisation, today; with any of the permissions where a rule names some


@dataclass(frozen=True)
class Rule:
    who: Who
    verbs: frozenset[str]
    permissions: frozenset[Permission] = frozenset()


READ = frozenset({"GET", "HEAD"})
FORM = READ | {"POST"}


def _for(permission: Permission, *, verbs: frozenset[str]) -> Rule:
    return Rule(Who.MEMBER, verbs, frozenset({permission}))


RULES: dict[str, Rule] = {
    # Signing in and out
    "account_login": Rule(Who.EVERYBODY, FORM),
    "account_inactive": Rule(Who.EVERYBODY, READ),
    "mfa_login_webauthn": Rule(Who.EVERYBODY, FORM),
    "mfa_authenticate": Rule(Who.EVERYBODY, FORM),
    "organisation-find": Rule(Who.EVERYBODY, READ),
    "organisation-sign-in": Rule(Who.EVERYBODY, READ),
    "organisation-callback": Rule(Who.EVERYBODY, READ),
    "account_logout": Rule(Who.SETTING_UP, FORM),
    "session": Rule(Who.SETTING_UP, FORM),
    "usersessions_list": Rule(Who.SIGNED_IN, FORM),
    "kept": Rule(Who.SIGNED_IN, FORM),
    "choose-organisation": Rule(Who.SIGNED_IN, FORM),
    # Proving once more who you are, and with what; the view itself asks for a fresh proof before it changes anything.
    "account_reauthenticate": Rule(Who.SETTING_UP, FORM),
    "mfa_reauthenticate": Rule(Who.SETTING_UP, FORM),
    "mfa_reauthenticate_webauthn": Rule(Who.SETTING_UP, FORM),
    "mfa_index": Rule(Who.SETTING_UP, READ),
    "mfa_activate_totp": Rule(Who.SETTING_UP, FORM),
    "mfa_list_webauthn": Rule(Who.SETTING_UP, READ),
    "mfa_add_webauthn": Rule(Who.SETTING_UP, FORM),
    "mfa_view_recovery_codes": Rule(Who.SETTING_UP, READ),
    "mfa_download_recovery_codes": Rule(Who.SETTING_UP, READ),
    "mfa_generate_recovery_codes": Rule(Who.SIGNED_IN, FORM),
    "mfa_deactivate_totp": Rule(Who.SIGNED_IN, FORM),
    "mfa_edit_webauthn": Rule(Who.SIGNED_IN, FORM),
    "mfa_remove_webauthn": Rule(Who.SIGNED_IN, FORM),
    "account_change_password": Rule(Who.SIGNED_IN, FORM),
    # By a personal link
    "invitation": Rule(Who.EVERYBODY, READ),
    "join": Rule(Who.EVERYBODY, FORM),
    "password-link": Rule(Who.EVERYBODY, READ),
    "set-password": Rule(Who.EVERYBODY, FORM),
    # For everybody
    "questionnaire": Rule(Who.EVERYBODY, READ),
    "verify": Rule(Who.EVERYBODY, FORM),
    "help": Rule(Who.EVERYBODY, READ),
    "accessibility": Rule(Who.EVERYBODY, READ),
    "disclosure": Rule(Who.EVERYBODY, READ),
    "security-txt": Rule(Who.EVERYBODY, READ),
    "csp-report": Rule(Who.EVERYBODY, frozenset({"POST"})),
    "demo-post": Rule(Who.EVERYBODY, READ),
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
    "review-conclude": _for(Permission.REVIEW, verbs=FORM),
    "review-evidence": _for(Permission.REVIEW, verbs=READ),
    # Reading
    "archive": _for(Permission.SEARCH_ARCHIVE, verbs=READ),
    "dossier": _for(Permission.READ_SEALED, verbs=FORM),
    "history": _for(Permission.READ_SEALED, verbs=READ),
    "report": _for(Permission.READ_SEALED, verbs=READ),
    # Managing
    "members": _for(Permission.MANAGE_MEMBERS, verbs=READ),
    "member": _for(Permission.MANAGE_MEMBERS, verbs=FORM),
    "invite": _for(Permission.MANAGE_MEMBERS, verbs=FORM),
    "invitations": _for(Permission.MANAGE_MEMBERS, verbs=FORM),
}
