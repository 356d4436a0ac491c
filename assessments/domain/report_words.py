"""The fixed sentences of the report, in both languages. Names, dates and numbers are filled in by `telling`."""

from assessments.domain.questionnaire import Text

# What the letter makes the default, in our own words (S4d and S4e).
DEFAULT = Text(
    "Uitgangspunt, naar het advies van de AP uit 2023: dit gebruik mag niet, tenzij elke betrokken partij laat zien"
    " dat zij zich aan de verantwoordingsplicht van de AVG houdt.",
    "Starting point, after the advice of the Dutch data protection authority (DPA) of 2023: this use is not allowed,"
    " unless every party involved shows that it fulfils the accountability duty of the GDPR.",
)

EDITIONS = {
    1: Text("Editie 1: advies van de FG", "Edition 1: advice of the DPO"),
    2: Text("Editie 2: advies van de FG en besluit", "Edition 2: advice of the DPO and decision"),
}
OUTCOMES = {
    "NIET_TOEGESTAAN": Text("Niet toegestaan", "Not allowed"),
    "NIET_TOEGESTAAN_TENZIJ": Text(
        "Niet toegestaan, tenzij aan de voorwaarden is voldaan", "Not allowed, unless the conditions are met"
    ),
    "VOORAFGAANDE_RAADPLEGING": Text("Eerst de AP raadplegen", "Consult the DPA first"),
    "TOEGESTAAN_ONDER_VERANTWOORDING": Text("Toegestaan onder verantwoording", "Allowed with accountability"),
    "BUITEN_REIKWIJDTE": Text("Buiten de reikwijdte van deze toets", "Outside the scope of this assessment"),
}
VERDICTS = {
    "akkoord": Text("Akkoord", "Agrees"),
    "akkoord_met_opmerkingen": Text("Akkoord met opmerkingen", "Agrees, with remarks"),
    "niet_akkoord": Text("Niet akkoord", "Does not agree"),
}
STATES = {
    "aangetoond": Text("aangetoond", "demonstrated"),
    "niet_aangetoond": Text("niet aangetoond", "not demonstrated"),
    "geschonden": Text("geschonden", "violated"),
    "nvt": Text("niet van toepassing", "not applicable"),
    "niet_onderzocht": Text("niet onderzocht", "not examined"),
}
GATE_STATUSES = {
    "gehaald": Text("aangetoond", "demonstrated"),
    "toegezegd": Text("toegezegd", "promised"),
    "open": Text("open", "open"),
    "geblokkeerd": Text("geblokkeerd", "blocked"),
    "niet_onderzocht": Text("niet onderzocht", "not examined"),
    "nvt": Text("niet van toepassing", "not applicable"),
}
SEVERITIES = {
    "kritiek": Text("kritiek", "critical"),
    "hoog": Text("hoog", "high"),
    "midden": Text("midden", "medium"),
    "laag": Text("laag", "low"),
}
LEVELS = {
    "laag": Text("laag", "low"),
    "midden": Text("midden", "medium"),
    "hoog": Text("hoog", "high"),
}
WHY_OPEN = {
    "unanswered": Text("niet beantwoord", "not answered"),
    "unknown": Text("onbekend", "unknown"),
    "falls-short": Text("niet op orde", "falls short"),
    "incomplete": Text("niet compleet", "incomplete"),
    "no-evidence": Text("geen bewijs", "no evidence"),
    "unchecked": Text("bewijs niet gecontroleerd", "evidence not checked"),
    "expired": Text("bewijs verlopen", "evidence expired"),
    "changed": Text("bewijs gewijzigd na controle", "evidence changed after checking"),
    "no-reason": Text("uitleg ontbreekt", "explanation missing"),
    "reason-unchecked": Text("uitleg niet gecontroleerd", "explanation not checked"),
    "rows-open": Text("punten van deze partij staan open", "points of this party are open"),
    "no-declaration": Text("verklaring ontbreekt", "declaration missing"),
}
PROOFS = {
    "none": Text("Geen bewijs.", "No evidence."),
    "delivered": Text(
        "Bewijs aangeleverd, niet gecontroleerd: {titles}.", "Evidence delivered, not checked: {titles}."
    ),
    "checked": Text("Bewijs: {titles}.", "Evidence: {titles}."),
    "expired": Text("Bewijs verlopen: {titles}.", "Evidence expired: {titles}."),
    "changed": Text("Bewijs gewijzigd na controle: {titles}.", "Evidence changed after checking: {titles}."),
}
CHECKED_BY = Text("Gecontroleerd door {who} op {day}.", "Checked by {who} on {day}.")
NOT_INDEPENDENT = Text("Niet onafhankelijk gecontroleerd.", "Not independently checked.")
REASON_CHECKED = Text("Uitleg gecontroleerd.", "Explanation checked.")
NO_CHECK_NEEDED = Text("Geen bewijs nodig.", "No evidence needed.")
COMPUTED = Text("Berekend uit de andere antwoorden.", "Computed from the other answers.")
LATER = Text("Telt pas mee na het besluit.", "Counts only after the decision.")

# Numbers stand where they need no plural.
COUNTS = Text(
    "Aangetoond: {shown}. Niet aangetoond: {open}. Geschonden: {violated}.",
    "Demonstrated: {shown}. Not demonstrated: {open}. Violated: {violated}.",
)
COUNTS_EXEMPT = Text(
    "Niet van toepassing, of pas na het besluit: {exempt}.", "Not applicable, or only after the decision: {exempt}."
)
COUNTS_SHORT = Text("Niet onderzocht: {unexamined}.", "Not examined: {unexamined}.")

DECISIVE = Text("Dit gaf de doorslag: {questions}.", "This was decisive: {questions}.")
DECISIVE_FIRST = Text(
    "Dit gaf de doorslag: {questions}, en nog {rest} (hoofdstuk 1).",
    "This was decisive: {questions}, and {rest} more (chapter 1).",
)
WHY_OTHER = Text(
    "De FG of de beslisser wijkt af van de berekende uitkomst; hoofdstuk 6 zegt waarom. Voor de berekening:",
    "The DPO or the decision-maker departs from the computed outcome; chapter 6 says why. For the computation:",
)
NEXT = {
    "NIET_TOEGESTAAN": Text("Gebruik dit niet.", "Do not use this."),
    "NIET_TOEGESTAAN_TENZIJ": Text(
        "Begin niet voordat elke voorwaarde is aangetoond en gecontroleerd.",
        "Do not start before every condition has been demonstrated and checked.",
    ),
    "VOORAFGAANDE_RAADPLEGING": Text(
        "Begin niet. Raadpleeg eerst de AP (artikel 36 AVG).", "Do not start. Consult the DPA first (article 36 GDPR)."
    ),
    "TOEGESTAAN_ONDER_VERANTWOORDING": Text(
        "Houd de blijvende voorwaarden aantoonbaar in stand.", "Keep the standing conditions demonstrably in place."
    ),
    "BUITEN_REIKWIJDTE": Text(
        "Dit is geen toestemming. Ga na welke andere regels gelden.",
        "This is no permission. Find out which other rules apply.",
    ),
}
NEXT_WHERE = Text("Hoofdstuk 2 zegt wat u moet doen.", "Chapter 2 says what you must do.")
HELPS = Text("Wat kan helpen:", "What can help:")
HELPS_ELSEWHERE = Text("In een andere variant:", "In another variant:")
THEN = Text("Dan wordt de uitkomst: {outcome}", "The outcome then is: {outcome}")

DIFFER = Text(
    "Let op: deze drie zijn niet gelijk. De berekende uitkomst is ‘{computed}’; wat in dit rapport geldt, is"
    " ‘{effective}’.",
    "Note: these three are not the same. The computed outcome is ‘{computed}’; what holds in this report is"
    " ‘{effective}’.",
)
FG_DISAGREES = Text(
    "Let op: de FG is het niet eens met deze toets. Hoofdstuk 6 zegt waarom.",
    "Note: the DPO does not agree with this assessment. Chapter 6 says why.",
)
FG_STRICTER = Text("{verdict}, en strenger: {outcome}", "{verdict}, and stricter: {outcome}")
NO_DECISION = Text(
    "Nog niet genomen. Dit rapport is een advies; de beslisser neemt het besluit.",
    "Not taken yet. This report is an advice; the decision-maker takes the decision.",
)
FOLLOWS = Text("{outcome}. Het besluit volgt het advies.", "{outcome}. The decision follows the advice.")
DEVIATES = Text("{outcome}. Het besluit wijkt af van het advies.", "{outcome}. The decision deviates from the advice.")

FG_SIGNED = Text(
    "{name} heeft als functionaris gegevensbescherming (FG) dit advies ondertekend met een eigen certificaat. Het"
    " oordeel is gegeven op {moment}, na inloggen met {method}.",
    "{name} has signed this advice as data protection officer (DPO) with a certificate of their own. The verdict was"
    " given on {moment}, after signing in with {method}.",
)
FG_SIGNED_DEVELOPMENT = Text(
    "Het oordeel van {name}, functionaris gegevensbescherming (FG), is vastgelegd op {moment}, na inloggen met"
    " {method}. De handtekening op deze naam is gezet met een ontwikkelsleutel en is geen echte handtekening.",
    "The verdict of {name}, data protection officer (DPO), was recorded on {moment}, after signing in with {method}."
    " The signature in this name was made with a development key and is no real signature.",
)
FG_RECORDED = Text(
    "Het oordeel van {name}, functionaris gegevensbescherming (FG), is vastgelegd op {moment}, na inloggen met"
    " {method}. Deze vastlegging is geen handtekening.",
    "The verdict of {name}, data protection officer (DPO), was recorded on {moment}, after signing in with {method}."
    " This record is not a signature.",
)
DECISION_RECORDED = Text(
    "Het besluit van {name} is vastgelegd op {moment}, na inloggen met {method}. Mandaat: {mandate}. Deze vastlegging"
    " is geen handtekening.",
    "The decision of {name} was recorded on {moment}, after signing in with {method}. Mandate: {mandate}. This record"
    " is not a signature.",
)
SEALED = Text(
    "Het elektronische zegel van {organisation} laat zien of er na het verzegelen iets aan dit bestand is veranderd.",
    "The electronic seal of {organisation} shows whether anything in this file changed after sealing.",
)
DEVELOPMENT = Text(
    "Alle sleutels van dit rapport komen uit een ontwikkelomgeving (development PKI). Zegel, tijdstempel en"
    " handtekening hebben geen juridische waarde.",
    "All keys of this report come from a development environment (development PKI). Seal, time stamp and signature"
    " have no legal value.",
)
DEVELOPMENT_SHORT = Text("Ontwikkelsleutels: geen juridische waarde.", "Development keys: no legal value.")
AUTHENTIC = Text("Dit is de authentieke tekst.", "This is a translation. The Dutch text is authentic.")
INVENTED = Text(
    "Uitgewerkt voorbeeld: feiten verzonnen; productnamen uit de brief.",
    "Worked example: facts invented; product names from the letter.",
)
METHODS = {
    "password": Text("gebruikersnaam en wachtwoord", "user name and password"),
    "totp": Text("wachtwoord en authenticator-app", "password and authenticator app"),
    "recovery": Text("wachtwoord en herstelcode", "password and recovery code"),
    "passkey": Text("een passkey", "a passkey"),
    "oidc": Text("de inlogdienst van de organisatie", "the organisation's sign-in service"),
    "demo": Text("een demo-account", "a demo account"),
    "wachtwoord": Text("gebruikersnaam en wachtwoord", "user name and password"),
}

LATEST_DUE = Text(
    "Zolang een voorwaarde niet is aangetoond, mag het gebruik niet beginnen. De laatste toezegging loopt tot {day}.",
    "As long as a condition has not been demonstrated, the use may not start. The last commitment runs until {day}.",
)
VALID_UNTIL = Text(
    "Deze uitkomst geldt tot en met {day}, alleen voor dit doel, deze instellingen en deze versie van het model.",
    "This outcome holds until {day} inclusive, only for this purpose, these settings and this version of the model.",
)
NOT_VALID = Text(
    "Deze uitkomst staat het gebruik niet toe. Zij geldt voor het gebruik zoals het op {day} is beschreven. Verandert"
    " het gebruik, maak dan een nieuwe toets.",
    "This outcome does not allow the use. It holds for the use as described on {day}. If the use changes, make a new"
    " assessment.",
)
NOT_YET_VALID = Text(
    "Deze uitkomst staat het gebruik nog niet toe. Zij geldt voor het gebruik zoals het op {day} is beschreven."
    " Verandert het gebruik, maak dan een nieuwe toets.",
    "This outcome does not allow the use yet. It holds for the use as described on {day}. If the use changes, make a"
    " new assessment.",
)
OUTSIDE_VALID = Text(
    "Deze toets gaat over generatieve AI. Het systeem valt er volgens de antwoorden buiten. Dat is geen toestemming:"
    " andere regels blijven gelden.",
    "This assessment is about generative AI. According to the answers the system falls outside it. That is no"
    " permission: other rules still apply.",
)
TERM = Text(
    "De langste termijn is een praktijktermijn en staat niet in de wet.",
    "The longest term is a term of practice and does not stand in the law.",
)
REVIEW_DATE = Text("Datum van herziening volgens de antwoorden: {day}.", "Review date according to the answers: {day}.")

LAYERS = {
    "law": Text("De wet", "The law"),
    "government": Text("Het standpunt van de overheid", "The position of the government"),
    "ap": Text("Het advies van de AP", "The advice of the DPA"),
}
LAYER_SAYS = {
    "law": Text(
        "AVG, AI-verordening en andere wetten. Ze gelden altijd, ook als beleid meer ruimte geeft.",
        "GDPR, AI Act and other laws. They always apply, also where policy leaves more room.",
    ),
    "government": Text(
        "Wat de overheid zelf heeft afgesproken. Dat is beleid, geen wet en geen advies van de AP.",
        "What the government itself has agreed. That is policy, not law and not advice of the DPA.",
    ),
    "ap": Text(
        "De brief van de AP uit 2023. Deze toets neemt het uitgangspunt uit die brief over als standaard.",
        "The letter of the DPA of 2023. This assessment takes the starting point of that letter as its default.",
    ),
}
LAYER_LAW_HERE = Text(
    "{shown} punten zijn aangetoond, {open} niet en {violated} zijn geschonden.",
    "{shown} points are demonstrated, {open} are not and {violated} are violated.",
)
LAYER_AP_HERE = Text("De uitkomst is: {outcome}.", "The outcome is: {outcome}.")
LAYERS_DIFFER = Text(
    "Volgens de antwoorden past dit gebruik in het beleid van de overheid. Toch staat deze toets het niet zonder meer"
    " toe: niet elke partij laat zien dat zij zich verantwoordt. De uitkomst volgt de strengste laag.",
    "According to the answers this use fits the policy of the government. Still, this assessment does not simply"
    " allow it: not every party shows that it accounts for itself. The outcome follows the strictest layer.",
)
LAYERS_STRICTEST = Text(
    "Lopen de lagen uiteen, dan volgt de uitkomst de strengste laag.",
    "Where the layers differ, the outcome follows the strictest one.",
)

CONFIRMED = {
    "primary": Text("in de tekst zelf gelezen", "read in the text itself"),
    "secondary": Text("via een andere bron gezien", "seen through another source"),
    "none": Text("niet bevestigd: tekst niet gezien", "not confirmed: text not seen"),
}
STATUSES = {
    "geldend": Text("geldend", "in force"),
    "aangekondigd": Text("aangekondigd", "announced"),
    "voorgesteld": Text("voorgesteld", "proposed"),
    "historisch": Text("historisch", "historical"),
}
STARTS = Text("gaat in op {day}", "starts on {day}")
SINCE = Text("sinds {day}", "since {day}")
OF_OLD = Text("van {day}", "of {day}")

NOT_EXAMINED = Text(
    "Dit is een korte toets. Het antwoord op {questions} bepaalt de uitkomst al; een toezegging kan dat niet"
    " veranderen. De vragen hieronder waren daarom niet nodig en zijn niet onderzocht. Het rapport zegt er niets over:"
    " niet dat het goed is en niet dat het fout is.",
    "This is a short assessment. The answer to {questions} already decides the outcome; a commitment cannot change"
    " that. The questions below were therefore not needed and were not examined. The report says nothing about them:"
    " neither that they are in order nor that they are not.",
)
NONE_WHY = Text("door het antwoord op {questions}", "because of the answer to {questions}")
OWN_ORGANISATION = Text("eigen organisatie", "own organisation")
AT_PARTY = Text("{title} ({party})", "{title} ({party})")
KXI = Text("kans {likelihood} × impact {impact}", "likelihood {likelihood} × impact {impact}")
STATED = Text("Strenger ingeschat door de invuller.", "Rated more strictly by the author.")
RISK_NOT_EXAMINED = Text(
    "Niet onderzocht: het risico vooraf is aangehouden.", "Not examined: the risk before measures is kept."
)
RAISED = Text("Zwaarder door: {reason}.", "Heavier because of: {reason}.")
KEPT_UP = Text("Blijft zo hoog door: {questions}.", "Stays this high because of: {questions}.")

AVG_ROLES_MISSING = Text("nog niet bekend", "not known yet")
FACTS = {
    "reference": Text("Kenmerk", "Reference"),
    "organisation": Text("Organisatie", "Organisation"),
    "application": Text("Toepassing", "Application"),
    "kind": Text("Soort inzet", "Kind of deployment"),
    "phase": Text("Fase", "Phase"),
    "parties": Text("Partijen", "Parties"),
    "reference_date": Text("Peildatum", "Reference date"),
    "questionnaire": Text("Toetskader", "Framework"),
    "round": Text("Ronde", "Round"),
}
FRAMEWORK = Text("{title}, versie {version}", "{title}, version {version}")
SHORT_FRAMEWORK = Text("{title}, versie {version} (korte toets)", "{title}, version {version} (short assessment)")
GATES_TITLE = Text(
    "Overzicht van {gates} verantwoordingspunten per partij: {counts}. De tabel hieronder zegt hetzelfde in woorden.",
    "Overview of {gates} accountability points per party: {counts}. The table below says the same in words.",
)
MATRIX_TITLE = Text(
    "Restrisico, kans tegen impact: {counts}. De tabel hieronder zegt hetzelfde in woorden.",
    "Residual risk, likelihood against impact: {counts}. The table below says the same in words.",
)
LIKELIHOOD = Text("Kans", "Likelihood")
IMPACT = Text("Impact", "Impact")
