"""The fixed sentences of an explanation, in both languages. What varies comes from the questionnaire."""

from datetime import date

from assessments.domain.questionnaire import Text

MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def long_date(day: date, locale: str) -> str:
    """31 maart 2027, or 31 March 2027."""
    return f"{day.day} {MONTHS[locale].split()[day.month - 1]} {day.year}"


def named(title: str) -> str:
    """A short name within a sentence: one that is a question gets quotes, or two marks would meet."""
    return f"‘{title}’" if title.endswith("?") else title


# By code of a reason; `{question}`, `{answer}`, `{risk}`, `{likelihood}` and `{impact}` are filled in.
REASONS = {
    "blocks": Text(
        "{question}: met het antwoord ‘{answer}’ kan dit gebruik in deze variant niet."
        " Een toezegging verandert dat niet.",
        "{question}: with the answer ‘{answer}’ this use is not possible in this variant."
        " A commitment does not change that.",
    ),
    "unanswered": Text("{question}: nog niet beantwoord.", "{question}: not answered yet."),
    "unknown": Text(
        "{question}: het antwoord is ‘{answer}’. Onbekend telt als niet aangetoond.",
        "{question}: the answer is ‘{answer}’. Unknown counts as not demonstrated.",
    ),
    "falls-short": Text(
        "{question}: met het antwoord ‘{answer}’ is dit punt niet aangetoond.",
        "{question}: with the answer ‘{answer}’ this point is not demonstrated.",
    ),
    "incomplete": Text(
        "{question}: nog niet alle partijen en rollen die nodig zijn, zijn genoemd.",
        "{question}: not all parties and roles that are needed have been named yet.",
    ),
    "no-evidence": Text(
        "{question}: het antwoord is goed, maar er is geen bewijs.",
        "{question}: the answer is good, but there is no evidence.",
    ),
    "unchecked": Text(
        "{question}: het bewijs is er, maar het is nog niet gecontroleerd.",
        "{question}: the evidence is there, but it has not been checked yet.",
    ),
    "expired": Text(
        "{question}: het bewijs is niet meer geldig op de peildatum.",
        "{question}: the evidence is no longer valid on the reference date.",
    ),
    "changed": Text(
        "{question}: het bewijs is veranderd na de controle.",
        "{question}: the evidence was changed after it was checked.",
    ),
    "no-reason": Text("{question}: de uitleg ontbreekt.", "{question}: the explanation is missing."),
    "reason-unchecked": Text(
        "{question}: de uitleg is nog niet door een ander gecontroleerd.",
        "{question}: the explanation has not been checked by someone else yet.",
    ),
    "rows-open": Text(
        "{question}: er staan nog punten van deze partij open.",
        "{question}: there are still open points with this party.",
    ),
    "no-declaration": Text(
        "{question}: de verklaring van deze partij ontbreekt of is niet gecontroleerd.",
        "{question}: this party's declaration is missing or has not been checked.",
    ),
    "scope": Text(
        "{question}: aangetoond is dat het systeem geen nieuwe inhoud maakt. Dat is geen toestemming.",
        "{question}: it is demonstrated that the system makes no new content. That is no permission.",
    ),
    "lapsed-date": Text("De termijn van deze toestemming is voorbij.", "The term of this clearance has passed."),
    "lapsed-phase": Text(
        "De toestemming geldt niet voor deze fase. Een proef dekt geen productie.",
        "The clearance does not hold for this phase. A pilot does not cover production.",
    ),
    "lapsed": Text(
        "De toestemming is vervallen door een gebeurtenis: {event}.",
        "The clearance has lapsed because of an event: {event}.",
    ),
    "high-risk": Text(
        "{risk}: het risico blijft hoog (kans {likelihood} van 4, impact {impact} van 4).",
        "{risk}: the risk stays high (likelihood {likelihood} of 4, impact {impact} of 4).",
    ),
    "high-risk-reported": Text(
        "{question}: u meldt zelf een hoog risico.", "{question}: you report a high risk yourself."
    ),
    "allowed": Text(
        "Alle partijen hebben alle punten aangetoond, en er blijft geen hoog risico over.",
        "All parties have demonstrated all points, and no high risk remains.",
    ),
    "allowed-after-consultation": Text(
        "Alle partijen hebben alle punten aangetoond. Er blijft een hoog risico over; de AP is daarover vooraf"
        " geraadpleegd en adviseerde positief.",
        "All parties have demonstrated all points. A high risk remains; the DPA was consulted beforehand and"
        " advised positively.",
    ),
    "stricter-fg": Text(
        "De FG is strenger dan de berekende uitkomst.", "The DPO is stricter than the computed outcome."
    ),
    "stricter-beslisser": Text(
        "De beslisser is strenger dan de berekende uitkomst.",
        "The decision-maker is stricter than the computed outcome.",
    ),
}

GATES = {
    "open": Text("{gate}: open bij {party}, door {questions}.", "{gate}: open for {party}, because of {questions}."),
    "geblokkeerd": Text(
        "{gate}: geblokkeerd bij {party}, door {questions}.", "{gate}: blocked for {party}, because of {questions}."
    ),
    "toegezegd": Text(
        "{gate}: nog niet aangetoond door {party}, wel toegezegd: {questions}.",
        "{gate}: not demonstrated by {party} yet, but promised: {questions}.",
    ),
    "niet_onderzocht": Text(
        "{gate}: niet verder onderzocht bij {party}.", "{gate}: not examined any further for {party}."
    ),
}

CHANGES = {
    "promise": Text(
        "leg een toezegging vast met eigenaar en datum voor {questions}",
        "record a commitment with an owner and a date for {questions}",
    ),
    "prove": Text("laat gecontroleerd bewijs zien voor {questions}", "show checked evidence for {questions}"),
    "answer": Text("regel en toon aan: {questions}", "arrange and demonstrate: {questions}"),
    "change": Text(
        "kies een andere variant, met een ander antwoord op {questions}",
        "choose another variant, with another answer to {questions}",
    ),
    "consult": Text(
        "raadpleeg vooraf de AP; dit kan alleen helpen als de AP positief adviseert",
        "consult the DPA beforehand; this can only help if the DPA advises positively",
    ),
}
THEN = Text(
    "Wat kan helpen: {changes}. Dan wordt de uitkomst: {outcome}",
    "What can help: {changes}. The outcome then is: {outcome}",
)
THEN_ELSEWHERE = Text(
    "In een andere variant: {changes}. Daarvoor is dan de uitkomst: {outcome}",
    "In another variant: {changes}. For that one the outcome then is: {outcome}",
)

NO_IMPROVEMENT = {
    "best": Text("Een betere uitkomst bestaat niet.", "There is no better outcome."),
    "outside-scope": Text("Dit kader geldt hier niet.", "This framework does not apply here."),
    "blocked": Text(
        "In deze variant bestaat geen betere uitkomst: een blokkerend antwoord kan niet met een toezegging worden"
        " opgelost.",
        "In this variant there is no better outcome: a blocking answer cannot be solved with a commitment.",
    ),
    "lapsed": Text(
        "Deze toestemming is vervallen. Maak een nieuwe toets voor wat u nu wilt doen.",
        "This clearance has lapsed. Make a new assessment for what you want to do now.",
    ),
    "ap-negative": Text(
        "De AP adviseerde negatief en het risico blijft hoog. In deze variant bestaat geen betere uitkomst.",
        "The DPA advised negatively and the risk stays high. In this variant there is no better outcome.",
    ),
    "nothing-found": Text(
        "Er is geen wijziging gevonden die in deze variant tot een betere uitkomst leidt.",
        "No change was found that leads to a better outcome in this variant.",
    ),
}

LEFT_OUT = Text(
    "Deze punten volgen pas uit het besluit en tellen in dit advies nog niet mee: {questions}.",
    "These points follow from the decision only and do not count in this advice yet: {questions}.",
)
EARLY_STOP = Text(
    "De uitkomst staat al vast door {questions}. De overige vragen hoeven niet meer beantwoord te worden.",
    "The outcome is already fixed by {questions}. The other questions need not be answered any more.",
)
STILL_NEEDED = Text("Voor een kort rapport is nog nodig: {questions}.", "A short report still needs: {questions}.")
CONDITION = Text(
    "Voorwaarde {number}: {what}. Toegezegd door {who}, uiterlijk op {due}.",
    "Condition {number}: {what}. Promised by {who}, no later than {due}.",
)
CONDITION_MEASURE = Text("Voorwaarde {number}: {what}.", "Condition {number}: {what}.")
AND_MORE = Text("{listed} en nog {rest}", "{listed} and {rest} more")

PARTIES = {
    "organisatie": Text("de eigen organisatie", "the own organisation"),
    "aanbieder": Text("de aanbieder", "the provider"),
    "modelontwikkelaar": Text("de maker van het model", "the model maker"),
    "verwerker": Text("de verwerker", "the processor"),
    "subverwerker": Text("de subverwerker", "the sub-processor"),
    "opdrachtnemer": Text("de opdrachtnemer", "the contractor"),
    "medeverantwoordelijke": Text("de medeverantwoordelijke", "the joint controller"),
}
EVENTS = {
    "modelwijziging": Text("het model is veranderd", "the model changed"),
    "configuratiewijziging": Text("de instellingen zijn veranderd", "the settings changed"),
    "doelwijziging": Text("het doel is veranderd", "the purpose changed"),
    "normwijziging": Text("de normen zijn veranderd", "the norms changed"),
    "incident": Text("er was een incident", "there was an incident"),
    "besluit-toezichthouder": Text("een toezichthouder heeft een besluit genomen", "a supervisor took a decision"),
}
