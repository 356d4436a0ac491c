"""Who you are: role to permissions, one table. What the state allows stands in `policies`."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """The roles of the product; one person may have several in one organisation."""

    AUTHOR = "author"
    CONTRIBUTOR = "contributor"
    SUPPLIER = "supplier"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    AUDITOR = "auditor"
    MANAGER = "manager"
    OPERATOR = "operator"
    SYSTEM = "system"  # the worker


class Permission(StrEnum):
    START = "start"
    ANSWER = "answer"
    CHECK_EVIDENCE = "check_evidence"
    COMMIT = "commit"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REVIEW = "review"
    ADVISE = "advise"
    SEARCH_ARCHIVE = "search_archive"
    READ_SEALED = "read_sealed"
    MANAGE_MEMBERS = "manage_members"
    OPERATE = "operate"
    SEAL = "seal"


# The operator and the manager never read content. A supplier has no page yet, and none of ours is theirs.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.AUTHOR: frozenset(
        {
            Permission.START,
            Permission.ANSWER,
            Permission.CHECK_EVIDENCE,
            Permission.COMMIT,
            Permission.SUBMIT,
            Permission.WITHDRAW,
            Permission.READ_SEALED,
        }
    ),
    Role.CONTRIBUTOR: frozenset({Permission.ANSWER, Permission.READ_SEALED}),
    Role.SUPPLIER: frozenset(),
    Role.REVIEWER: frozenset({Permission.REVIEW, Permission.ADVISE, Permission.SEARCH_ARCHIVE, Permission.READ_SEALED}),
    Role.DECIDER: frozenset({Permission.SEARCH_ARCHIVE, Permission.READ_SEALED}),
    Role.AUDITOR: frozenset({Permission.SEARCH_ARCHIVE, Permission.READ_SEALED}),
    Role.MANAGER: frozenset({Permission.MANAGE_MEMBERS}),
    Role.OPERATOR: frozenset({Permission.OPERATE}),
    Role.SYSTEM: frozenset({Permission.SEAL}),
}


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether any of the roles carries the permission."""
    return any(permission in PERMISSIONS[role] for role in roles)
