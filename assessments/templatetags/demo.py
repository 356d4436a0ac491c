"""The logins of the demo, for the page where one signs in; none anywhere else."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django import template
from django.conf import settings

from assessments.templatetags.words import ROLES, Word

register = template.Library()


@dataclass(frozen=True)
class DemoAccount:
    login: str
    role: Word
    organisation: str


@register.simple_tag
def demo_accounts() -> tuple[DemoAccount, ...]:
    return _cast() if settings.DEMO else ()


@lru_cache(maxsize=1)
def _cast() -> tuple[DemoAccount, ...]:
    demo = yaml.safe_load((Path(settings.BASE_DIR) / "fixtures" / "demo" / "demo.yaml").read_text(encoding="utf-8"))
    return tuple(
        DemoAccount(login, ROLES[person["role"]], demo["organisations"][person["organisation"]])
        for login, person in demo["people"].items()
    )
