"""What a form becomes: labels, groups, descriptions and errors that belong to their field."""

from typing import Any

import lxml.html
import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from nlds.layout import Question, Reveal, form_helper
from tests.nlds.forms import FILLED, WRONG, Everything

pytestmark = pytest.mark.urls("tests.nlds.gallery")
PAGE = Template("{% load crispy_forms_tags nlds %}<div>{% error_summary form %}{% crispy form %}</div>")


def rendered(form: forms.Form) -> Any:
    return lxml.html.fromstring(PAGE.render(Context({"form": form})))


def described(tree: Any, control: Any) -> str:
    """The text that a screen reader adds to a control."""
    return " ".join(tree.get_element_by_id(key).text_content() for key in control.get("aria-describedby").split())


@pytest.mark.parametrize("data", [None, FILLED, WRONG], ids=["empty", "filled", "error"])
def test_ids_are_unique_and_every_reference_has_a_target(data: dict[str, Any] | None) -> None:
    tree = rendered(Everything(data))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-describedby", "aria-labelledby"):
        for value in tree.xpath(f"//@{attribute}"):
            assert set(value.split()) <= set(ids), value


def test_every_field_is_rendered_once_and_labelled() -> None:
    form = Everything()
    tree = rendered(form)
    for field in form:
        controls = tree.xpath(f"//*[@name='{field.html_name}']")
        assert controls, field.name
        for control in controls:
            assert tree.xpath(f"//label[@for='{control.get('id')}']"), field.name


def test_a_choice_is_a_group_under_the_question() -> None:
    tree = rendered(Everything())
    (group,) = tree.xpath("//fieldset[@role='radiogroup'][.//input[@name='trained']]")
    legend = group.find("legend").text_content()
    assert "QD01" in legend and "Voorbeeldmodel BV" in legend and "Is vastgelegd uit welke bronnen" in legend
    assert group.get("aria-required") == "true"
    assert "samenvatting van de trainingsdata" in described(tree, group)


def test_check_boxes_claim_no_requirement_that_aria_does_not_know() -> None:
    tree = rendered(Everything(WRONG))
    (group,) = tree.xpath("//fieldset[.//input[@name='people']][not(.//fieldset)]")
    assert "aria-required" not in group.attrib and "aria-invalid" not in group.attrib
    assert "niet samen met een ander antwoord" in described(tree, group)


def test_the_browser_never_validates_and_never_cuts_off() -> None:
    tree = rendered(Everything())
    assert not tree.xpath("//@required") and not tree.xpath("//@maxlength")
    assert tree.xpath("//*[@name='need']/@data-limit") == ["600"]


def test_optional_is_said_in_the_label_and_required_to_the_screen_reader() -> None:
    tree = rendered(Everything())
    assert "(niet verplicht)" in tree.xpath("//label[@for='id_version']")[0].text_content()
    assert "verplicht" not in tree.xpath("//label[@for='id_product']")[0].text_content()
    assert tree.get_element_by_id("id_product").get("aria-required") == "true"


def test_every_error_stands_above_the_form_as_a_link_and_at_its_field() -> None:
    form = Everything(WRONG)
    tree = rendered(form)
    summary = tree.get_element_by_id("fouten")
    assert summary.get("tabindex") == "-1" and "autofocus" in summary.attrib and summary.get("role") == "alert"
    links = {a.get("href"): a.text_content() for a in summary.findall(".//a")}
    assert len(links) == len(form.errors)
    for target in links:
        assert tree.get_element_by_id(target.removeprefix("#")) is not None
    until = tree.get_element_by_id("id_until")
    assert until.get("aria-invalid") == "true" and "31-12-2026" in described(tree, until)


def test_a_form_without_faults_has_no_summary() -> None:
    assert not rendered(Everything()).xpath("//*[@id='fouten']")


def test_options_say_which_blocks_they_reveal() -> None:
    tree = rendered(Everything())
    by_value = {o.find("input").get("value"): o.get("data-reveals") for o in tree.xpath("//*[@data-reveals]")}
    assert by_value == {"deels": "1", "nee": "1", "ja": "2"}
    assert tree.xpath("//*[@data-reveal='1']//textarea/@name") == ["trained_reason"]


def test_why_we_ask_shows_the_passage_the_law_and_what_is_not_certain() -> None:
    (why,) = rendered(Everything()).xpath("//*[@id='vraag-trained']//details[1]")
    text = why.text_content()
    assert "Waarom vragen we dit?" in text and "R4a, bladzijde 3" in text and "Nog niet bevestigd" in text


def test_what_people_write_is_never_markup() -> None:
    tree = rendered(Everything({**FILLED, "need": "</textarea><script>x</script>"}))
    assert not tree.xpath("//script")
    assert "<script>" in tree.get_element_by_id("id_need").text_content()


def test_no_style_and_no_script_is_ever_in_the_markup() -> None:
    tree = rendered(Everything(WRONG))
    assert not tree.xpath("//@style | //style | //script | //@*[starts-with(name(), 'on')]")


def test_the_pack_speaks_english_too() -> None:
    with override("en"):
        text = rendered(Everything(WRONG)).text_content()
    assert "Why do we ask this?" in text and "Check your answers" in text


def test_a_question_reveals_at_most_what_the_style_sheet_has_rules_for() -> None:
    with pytest.raises(ValueError, match="at most 4"):
        Question("a", reveals=[Reveal(when={str(n)}) for n in range(5)])


def test_a_form_without_a_layout_shows_its_fields_in_order() -> None:
    class Plain(forms.Form):
        first = forms.CharField(label="Eerste")
        second = forms.EmailField(label="Tweede")

    assert rendered(Plain()).xpath("//input/@name") == ["first", "second"]


def test_a_layout_shows_only_what_it_names() -> None:
    class Part(forms.Form):
        first = forms.CharField(label="Eerste")
        second = forms.CharField(label="Tweede")
        helper = form_helper("second")

    assert rendered(Part()).xpath("//input/@name") == ["second"]
