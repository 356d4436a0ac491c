"""How the fields of one row of the questionnaire are called, and where links to it go."""

import uuid

from assessments.domain.answers import Key


def field_name(key: Key) -> str:
    return f"{key.question}.{key.party}" if key.party else key.question


def named_key(name: str) -> Key | None:
    """The row a name stands for; None for a name that no row can have."""
    question, _, party = name.partition(".")
    if not party:
        return Key(question) if question else None
    try:
        return Key(question, str(uuid.UUID(party)))
    except ValueError:
        return None


def row_key(key: Key) -> tuple[str, uuid.UUID | None]:
    """The same row as the actions know it."""
    return key.question, uuid.UUID(key.party) if key.party else None
