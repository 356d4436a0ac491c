"""Checks of the whole that run before anything is served: an address without a rule stops the start."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

from assessments.access_rules import RULES

ACCESS = "access"


@register(ACCESS)
def every_address_has_a_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Each URL pattern has its row in `access_rules`, and each row its URL pattern."""
    found = dict(addresses(get_resolver()))
    missing = [
        Error(
            f"The address {place!r} has the name {name!r}, for which there is no rule.",
            hint="Add a row to assessments/access_rules.py: who may come here, and with which verbs.",
            id="assessments.E001",
        )
        for name, place in found.items()
        if name not in RULES
    ]
    idle = [
        Error(f"The rule for {name!r} belongs to no address.", hint="Remove it.", id="assessments.E002")
        for name in RULES
        if name not in found
    ]
    return [*missing, *idle]


def addresses(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every URL pattern as its name, namespaces included, and the route it stands for. No name is an empty one."""
    for each in resolver.url_patterns:
        place = f"{before}{each.pattern}"
        if isinstance(each, URLPattern):
            yield (f"{space}{each.name}" if each.name else ""), place
        else:
            yield from addresses(each, place, f"{space}{each.namespace}:" if each.namespace else space)


def refuse_to_start_unguarded() -> None:
    """For the web process, which runs no checks by itself."""
    if errors := run_checks(tags=[ACCESS]):
        raise ImproperlyConfigured("\n".join(f"{error.msg} {error.hint}" for error in errors))
