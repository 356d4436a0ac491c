"""Beginning an assessment, and the parties that must account for it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assessments.actions.starting import PartyDetails
from assessments.domain.questionnaire import DefaultParty, Option, Questionnaire
from assessments.models import Party, PartyKind
from assessments.presenters.answers import say
from nlds.fields import AnyOf, OneOf, TextField

OWN, MAKER_ROLE, NO_GDPR_ROLE, NO_AI_ROLE = PartyKind.ORGANISATIE, "modelaanbieder", "geen-avg-rol", "geen-ai-rol"
KINDS = {
    PartyKind.ORGANISATIE: gettext_lazy("Eigen organisatie"),
    PartyKind.AANBIEDER: gettext_lazy("Aanbieder van de dienst of het systeem"),
    PartyKind.MODELONTWIKKELAAR: gettext_lazy("Maker van het model"),
    PartyKind.VERWERKER: gettext_lazy("Verwerker"),
    PartyKind.SUBVERWERKER: gettext_lazy("Subverwerker"),
    PartyKind.OPDRACHTNEMER: gettext_lazy("Opdrachtnemer"),
    PartyKind.MEDEVERANTWOORDELIJKE: gettext_lazy("Medeverantwoordelijke"),
}


class ScopeForm(forms.Form):
    """What is assessed, in five questions. Two of them are the first answers of the questionnaire."""

    titel = TextField(
        label=gettext_lazy("Hoe heet deze toets?"),
        help_text=gettext_lazy("Noem het gebruik, niet alleen het product. Bijvoorbeeld: Notities samenvatten."),
        max_length=200,
        error_messages={"required": gettext_lazy("Geef de toets een naam")},
    )
    inzet = AnyOf(error_messages={"required": gettext_lazy("Kies hoe u het systeem inzet, of ‘Weet ik niet’")})
    fase = OneOf(error_messages={"required": gettext_lazy("Kies in welke fase het gebruik is, of ‘Weet ik niet’")})
    aanbieder = TextField(
        label=gettext_lazy("Wie levert de dienst of het model?"),
        help_text=gettext_lazy("Weet u het nog niet, vul dan ‘nog niet bekend’ in. U kunt het later wijzigen."),
        max_length=200,
        error_messages={"required": gettext_lazy("Vul in wie de dienst of het model levert")},
    )
    maker = TextField(
        label=gettext_lazy("Wie heeft het model gemaakt?"),
        help_text=gettext_lazy("Alleen als dat een andere partij is."),
        max_length=200,
        required=False,
    )
    collegas = forms.BooleanField(
        label=gettext_lazy("Andere invullers van mijn organisatie mogen meewerken en bewijs controleren"),
        required=False,
        initial=True,
    )

    def __init__(self, questionnaire: Questionnaire, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        for name, question_id in (
            ("inzet", questionnaire.kinds_question),
            ("fase", questionnaire.validity.phase_question),
        ):
            question, field = questionnaire.questions[question_id], self.fields[name]
            field.label, field.help_text = say(question.ask), say(question.help)
            assert isinstance(field, AnyOf | OneOf)
            field.choices = [(code, say(option.text)) for code, option in question.options.items()]
            if isinstance(field, AnyOf):
                field.exclusive = frozenset(code for code, option in question.options.items() if option.exclusive)

    def parties(self, own_name: str) -> list[PartyDetails]:
        """The parties this kind of use usually has, the own organisation first."""
        names = {OWN: own_name, PartyKind.AANBIEDER: self.cleaned_data["aanbieder"]}
        maker = self.cleaned_data["maker"]
        usual = _usual_parties(self.questionnaire.default_parties, self.cleaned_data["inzet"])
        found = [
            PartyDetails(
                each.kind, names.get(PartyKind(each.kind), self.cleaned_data["aanbieder"]), each.avg_role, roles
            )
            for each in usual
            if (roles := _without_maker(each) if maker else each.ai_roles)
        ]
        if maker:
            found.append(PartyDetails(PartyKind.MODELONTWIKKELAAR, maker, NO_GDPR_ROLE, (MAKER_ROLE,)))
        return found


def _usual_parties(defaults: Mapping[str, tuple[DefaultParty, ...]], kinds: list[str]) -> list[DefaultParty]:
    """Of several kinds of use together: each party once, with all roles it would have."""
    found: dict[str, DefaultParty] = {}
    for kind in kinds:
        for each in defaults[kind]:
            before = found.get(each.kind, each)
            roles = tuple(dict.fromkeys((*before.ai_roles, *each.ai_roles)))
            found[each.kind] = DefaultParty(each.kind, before.avg_role, roles)
    return list(found.values())


def _without_maker(party: DefaultParty) -> tuple[str, ...]:
    """The AI roles without that of the model's maker, which another party has; who has no role left stays unnamed."""
    rest = tuple(role for role in party.ai_roles if role != MAKER_ROLE)
    return rest or ((NO_AI_ROLE,) if party.kind != OWN else party.ai_roles)


class PartyForm(forms.Form):
    """One party with its roles. The own organisation keeps its kind."""

    soort = forms.ChoiceField(
        label=gettext_lazy("Wat voor partij is dit?"),
        choices=[("", gettext_lazy("Maak een keuze")), *((k.value, v) for k, v in KINDS.items() if k != OWN)],
        error_messages={"required": gettext_lazy("Kies wat voor partij dit is")},
    )
    naam = TextField(
        label=gettext_lazy("Naam"),
        max_length=200,
        error_messages={"required": gettext_lazy("Vul de naam van de partij in")},
    )
    land = TextField(label=gettext_lazy("Land van vestiging"), max_length=100, required=False)
    contact = TextField(
        label=gettext_lazy("Contactpersoon"),
        help_text=gettext_lazy("Naam of functie, en hoe u deze persoon bereikt."),
        max_length=200,
        required=False,
    )
    avg = OneOf(
        label=gettext_lazy("Welke rol heeft deze partij volgens de AVG?"),
        error_messages={"required": gettext_lazy("Kies de rol volgens de AVG")},
    )
    ai = AnyOf(
        label=gettext_lazy("Welke rollen heeft deze partij volgens de AI-verordening?"),
        help_text=gettext_lazy("Kies alles wat klopt."),
        error_messages={"required": gettext_lazy("Kies een of meer rollen volgens de AI-verordening")},
    )

    def __init__(self, questionnaire: Questionnaire, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = questionnaire.questions[questionnaire.parties_question].options
        self.is_own = is_own
        for name in ("avg", "ai"):
            field = self.fields[name]
            assert isinstance(field, AnyOf | OneOf)
            field.choices = _roles(options, name)
            if isinstance(field, AnyOf):
                field.exclusive = frozenset({NO_AI_ROLE})
        if is_own:
            del self.fields["soort"]

    @property
    def details(self) -> PartyDetails:
        found = self.cleaned_data
        return PartyDetails(
            kind=OWN if self.is_own else found["soort"],
            name=found["naam"],
            avg_role=found["avg"],
            ai_roles=tuple(found["ai"]),
            country=found["land"],
            contact=found["contact"],
        )


def _roles(options: Mapping[str, Option], field: str) -> list[tuple[str, str]]:
    return [(code, say(option.text)) for code, option in options.items() if option.field == field]


def party_initial(party: Party) -> dict[str, Any]:
    return {
        "soort": party.kind,
        "naam": party.name,
        "land": party.country,
        "contact": party.contact,
        "avg": party.avg_role,
        "ai": party.ai_roles,
    }


def kind_name(kind: str) -> str:
    return str(KINDS[PartyKind(kind)])
