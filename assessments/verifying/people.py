"""A verdict in plain words: one sentence first, then every check, then what the file is about."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain import report_words as words
from assessments.domain.edition import effective_outcome
from assessments.pdf.pki import WORTHLESS
from assessments.pdf.verdict import SEAL_FIELD, SIGNATURE_FIELD, Code, SignatureFacts, Verdict


class Recomputation(StrEnum):
    SAME = "same"
    DIFFERS = "differs"
    WITHHELD = "withheld"
    NO_QUESTIONNAIRE = "no_questionnaire"
    OTHER_ENGINE = "other_engine"
    UNREADABLE = "unreadable"


class Trail(StrEnum):
    HOLDS = "holds"
    LACKS = "lacks"
    BROKEN = "broken"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `passed` is None where it could not be."""

    name: str
    passed: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class VerdictForPeople:
    """`genuine` means: one of our reports, complete and unchanged. Everything else is a reason not to rely on it."""

    genuine: bool
    code: str
    headline: str
    explanation: str
    checks: tuple[Check, ...]
    facts: tuple[tuple[str, str], ...]
    sha256: str
    development: bool

    def to_json(self) -> dict[str, Any]:
        """For machines; the sentences are in the active language."""
        return {**asdict(self), "checks": [asdict(check) for check in self.checks], "facts": dict(self.facts)}


HEADLINES = {
    "genuine": _("Dit rapport is echt, compleet en niet veranderd."),
    "genuine_unknown_here": _(
        "Het zegel klopt en het bestand is niet veranderd, maar dit rapport staat hier niet geregistreerd."
    ),
    "genuine_offline": _(
        "Dit rapport is echt, compleet en niet veranderd. De registratie en het logboek zijn niet geraadpleegd."
    ),
    "genuine_not_recomputed": _(
        "Dit rapport is echt en niet veranderd. De uitkomst kon hier niet opnieuw worden berekend."
    ),
    "recomputed_differently": _("Vertrouw dit rapport niet: de uitkomst volgt niet uit de gegevens die erin zitten."),
    "not_in_log": _("Vertrouw dit rapport niet zomaar: het logboek klopt niet met dit rapport."),
    "edition_unreadable": _("Vertrouw dit rapport niet: de ingesloten gegevens zijn niet te lezen."),
    "changed": _("Dit bestand is veranderd nadat het is verzegeld."),
    "not_ours": _("Dit is geen rapport van deze site."),
    "not_a_pdf": _("Dit bestand is geen PDF."),
    "empty": _("Dit bestand is leeg."),
    "truncated": _("Dit bestand is niet compleet: het einde ontbreekt."),
    "too_large": _("Dit bestand is te groot om te controleren."),
    "encrypted": _("Dit bestand is versleuteld en daardoor niet te controleren."),
    "unreadable": _("Dit bestand is beschadigd of niet te lezen."),
}
EXPLANATIONS = {
    "genuine_offline": _("U kunt op de inhoud van dit bestand afgaan zoals het is verzegeld."),
    "genuine": _("U kunt op de inhoud van dit bestand afgaan zoals het is verzegeld."),
    "genuine_unknown_here": _("Vraag de organisatie die het rapport heeft verzegeld om het te controleren."),
    "genuine_not_recomputed": _("Hieronder staat waarom dat niet kon."),
    "changed": _("Gebruik dit bestand niet. Vraag de organisatie om het oorspronkelijke rapport."),
    "not_ours": _("Het heeft geen zegel, of een zegel dat wij niet kennen. Kijk of u het juiste bestand hebt gekozen."),
    "not_a_pdf": _("Kies het PDF-bestand van het rapport."),
    "empty": _("Download het rapport opnieuw en controleer dat bestand."),
    "truncated": _("Download het rapport opnieuw en controleer dat bestand."),
    "too_large": _("Een rapport is nooit zo groot. Kijk of u het juiste bestand hebt gekozen."),
    "encrypted": _("Een rapport is nooit versleuteld. Vraag de organisatie om het oorspronkelijke bestand."),
    "unreadable": _(
        "Download het rapport opnieuw. Blijft dit zo, vraag dan de organisatie om het oorspronkelijke bestand."
    ),
}
NOT_TO_BE_TRUSTED = _("Gebruik dit rapport niet en meld het aan de organisatie die het heeft verzegeld.")
FAULTS = {
    "no_signatures": _("Er zit geen zegel op dit bestand."),
    "seal_missing": _("Het zegel van de organisatie ontbreekt."),
    "timestamp_missing": _("Het tijdstempel ontbreekt."),
    "unexpected_signature": _("Er zit een handtekening op die er niet hoort."),
    "signed_part_changed": _("Het ondertekende deel is veranderd."),
    "changed_after_signing": _("Er is iets veranderd na het ondertekenen."),
    "unsealed_bytes": _("Een deel van het bestand valt niet onder het zegel: er is iets toegevoegd of weggehaald."),
    "signature_unreadable": _("De handtekening of het zegel is niet te lezen."),
    "signer_not_trusted": _("Het certificaat komt van een uitgever die wij niet vertrouwen."),
    "seal_of_stranger": _("Het zegel is van een organisatie die wij niet kennen."),
    "signer_revoked": _("Het certificaat was ingetrokken."),
    "timestamp_not_trusted": _("Het tijdstempel komt van een dienst die wij niet vertrouwen."),
    "edition_missing": _("De ingesloten gegevens (editie.json) ontbreken."),
    "too_much_work": _("Het controleren kostte te veel tijd of geheugen."),
    "damaged": _("De opbouw van het bestand klopt niet."),
}
RECOMPUTED = {
    Recomputation.SAME: (True, _("De uitkomst is opnieuw berekend uit de ingesloten gegevens en is dezelfde.")),
    Recomputation.DIFFERS: (False, _("De uitkomst is opnieuw berekend en is een andere.")),
    Recomputation.WITHHELD: (
        None,
        _("Een deel van de gegevens is weggelaten. De uitkomst kon daarom niet opnieuw worden berekend."),
    ),
    Recomputation.NO_QUESTIONNAIRE: (
        None,
        _("Deze versie van de vragenlijst is hier niet aanwezig. De uitkomst kon niet opnieuw worden berekend."),
    ),
    Recomputation.OTHER_ENGINE: (
        None,
        _("Dit rapport is met een andere versie van de rekenregels gemaakt. De uitkomst is niet opnieuw berekend."),
    ),
    Recomputation.UNREADABLE: (False, _("De ingesloten gegevens (editie.json) zijn niet te lezen.")),
}
TRAILS = {
    Trail.HOLDS: (True, _("Het logboek van deze toets is ongeschonden en bevat dit rapport.")),
    Trail.LACKS: (
        False,
        _("Het logboek van deze toets bevat dit rapport niet, of niet op de plaats die het rapport noemt."),
    ),
    Trail.BROKEN: (False, _("Het logboek van deze toets is niet meer ongeschonden.")),
    Trail.NOT_ASKED: (None, _("Het logboek kon hier niet worden geraadpleegd.")),
}


def told(
    verdict: Verdict,
    edition: Mapping[str, Any] | None = None,
    recomputed: Recomputation | None = None,
    trail: Trail | None = None,
    *,
    offline: bool = False,
) -> VerdictForPeople:
    """The verdict in the active language; `offline` where the records of this installation were left out."""
    code = _code(verdict, recomputed, trail, offline=offline)
    return VerdictForPeople(
        genuine=code in ("genuine", "genuine_offline"),
        code=code,
        headline=str(HEADLINES[code]),
        explanation=str(EXPLANATIONS.get(code, NOT_TO_BE_TRUSTED)),
        checks=tuple(_checks(verdict, recomputed, trail)),
        facts=tuple(_facts(verdict, edition)) if edition else (),
        sha256=verdict.sha256,
        development=_development(verdict),
    )


def _code(verdict: Verdict, recomputed: Recomputation | None, trail: Trail | None, *, offline: bool) -> str:
    """The worst of what was found; only a report that passed every check is genuine."""
    if recomputed is None:
        return verdict.code.value
    if recomputed is Recomputation.UNREADABLE:
        return "edition_unreadable"
    if recomputed is Recomputation.DIFFERS:
        return "recomputed_differently"
    if trail in (Trail.LACKS, Trail.BROKEN):
        return "not_in_log"
    if verdict.code is Code.GENUINE_UNKNOWN_HERE and not offline:
        return verdict.code.value
    if recomputed is not Recomputation.SAME:
        return "genuine_not_recomputed"
    return "genuine_offline" if offline else "genuine"


def _checks(verdict: Verdict, recomputed: Recomputation | None, trail: Trail | None) -> Iterator[Check]:
    sealed = verdict.code in (Code.GENUINE, Code.GENUINE_UNKNOWN_HERE)
    for fault in verdict.faults:
        yield Check(fault.value, passed=False, text=str(FAULTS[fault.value]))
    if sealed:
        yield Check(
            "seal", passed=True, text=gettext("Het zegel klopt en omvat het hele bestand; er is niets aan veranderd.")
        )
        known = verdict.code is Code.GENUINE
        registered = gettext("Dit bestand staat hier geregistreerd als verzegeld rapport.")
        unknown = gettext("Dit bestand staat niet in de registratie die hier is geraadpleegd.")
        yield Check("registered", known or None, registered if known else unknown)
    if recomputed is not None:
        passed, text = RECOMPUTED[recomputed]
        yield Check("recomputed", passed, str(text))
    if trail is not None:
        passed, text = TRAILS[trail]
        yield Check("log", passed, str(text))
    if sealed and _development(verdict):
        yield Check(
            "development", None, gettext("Verzegeld met ontwikkelsleutels (development PKI): geen juridische waarde.")
        )


def _development(verdict: Verdict) -> bool:
    return any(facts.organisation == WORTHLESS for facts in verdict.signatures)


def _facts(verdict: Verdict, edition: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    about, locale = edition["snapshot"]["assessment"], "en" if get_language() == "en" else "nl"
    yield gettext("Toets"), f"{about['reference']} {about['title']}"
    yield gettext("Organisatie"), edition["organisation"]["name"]
    yield gettext("Editie"), words.EDITIONS[edition["edition"]].in_(locale)
    yield gettext("Uitkomst"), words.OUTCOMES[effective_outcome(edition)].in_(locale)
    yield gettext("Oordeel van de FG"), words.VERDICTS[edition["fg"]["verdict"]].in_(locale)
    for facts in verdict.signatures:
        if facts.field == SIGNATURE_FIELD:
            yield gettext("Ondertekend door de FG"), _signed(facts)
        if facts.field == SEAL_FIELD:
            yield gettext("Verzegeld door"), _signed(facts)


def _signed(facts: SignatureFacts) -> str:
    return f"{facts.signer}, {_moment(facts.signed_at)}" if facts.signed_at else facts.signer


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")
