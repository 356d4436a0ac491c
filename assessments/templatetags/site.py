"""What pages need from the site: the twin in the other language, the numbers to leaf through."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template import Context
from django.urls import translate_url
from django.utils.translation import get_language

register = template.Library()


@dataclass(frozen=True)
class Twin:
    code: str
    name: str
    url: str


@register.simple_tag(takes_context=True)
def twins(context: Context) -> list[Twin]:
    """This page in the other languages; none where there is no request, as on the page for a server error."""
    request = context.get("request")
    if request is None:
        return []
    here = request.get_full_path()
    return [Twin(code, name, translate_url(here, code)) for code, name in settings.LANGUAGES if code != get_language()]


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The numbers near this page and the ends, with an ellipsis between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
