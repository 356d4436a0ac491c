"""What each address must answer, written by hand from the product's table of people. It knows nothing of the code's.

One row per URL name. `who`: everybody, signed-in, member, or roles. A status is a number, or depends on the
part somebody plays and the state of the assessment: the first line that fits counts. A new address needs its row here.
"""

from dataclasses import dataclass, field

from tests.access.world import OURS, OUTSIDERS, PARTS, STRANGERS, THEIR_PARTS, Person, Thing

type Says = int | dict[str, int]

GROUPS = {
    "drafts": "draft draft-open taken-back sent-back their-draft",
    "waiting": "submitted submitted-open",
    "reviewing": "in-review judged",
    "was-sealed": "sealed sealed-open withdrawn-sealed their-sealed",
    "is-sealed": "sealed sealed-open their-sealed",
}
# What was never submitted, as far as an FG may know.
NEVER_SUBMITTED = "draft draft-open withdrawn their-draft"
OPENED = "draft-open submitted-open sealed-open their-draft their-sealed"

WRITERS = "author contributor"
REVIEWER = "reviewer"
READERS = "author contributor reviewer decider auditor"

# What a writer saves is taken in a draft; later the page says why not.
SAVES = {"*: drafts": 302, "": 422}
# The same where there is no form to say it in.
DOES = {"*: drafts": 302, "": 409}


@dataclass(frozen=True)
class Row:
    who: str
    get: Says = 200
    post: dict[str, Says] = field(default_factory=dict)  # by the name of what is sent, see `sending`


TABLE: dict[str, Row] = {
    "account_login": Row("everybody", {"inside": 302, "": 200}, {"wrong": {"inside": 302, "": 200}}),
    "account_inactive": Row("everybody"),
    "account_logout": Row("signed-in", 200, {"out": 302}),
    "questionnaire": Row("everybody"),
    "help": Row("everybody"),
    "accessibility": Row("everybody"),
    "verify": Row("everybody", 200, {"empty": 422}),
    "overview": Row("member"),
    "new": Row("author", 200, {"start": 302}),
    "tasks": Row(WRITERS, {"*: drafts": 200, "": 302}),
    "knockout": Row(WRITERS, 200, {"later": DOES}),
    "section": Row(WRITERS, 200, {"answer": DOES}),
    "parties": Row(WRITERS, 200, {"add": SAVES, "remove": DOES}),
    "evidence": Row(WRITERS),
    "evidence-add": Row(WRITERS, 200, {"declaration": SAVES}),
    "evidence-check": Row(WRITERS, 200, {"link": SAVES, "judge": {"owner contributor: drafts": 422, **SAVES}}),
    "evidence-replace": Row(WRITERS, 200, {"file": SAVES}),
    "evidence-file": Row(WRITERS),
    "explanations": Row("author", 200, {"judge": {"owner: drafts": 422, **SAVES}}),
    "commitments": Row("author", 200, {"promise": SAVES, "drop": DOES}),
    "consultation": Row("author", 200, {"record": SAVES}),
    "risks": Row("author", 200, {"state": SAVES, "drop": DOES}),
    "outcome": Row(WRITERS),
    # Only the author submits; a contributor never may. What was submitted says so, to whoever asks again.
    "check": Row(
        WRITERS,
        200,
        {
            "submit": {
                "owner: drafts": 302,
                "contributor: drafts": 403,
                "*: drafts": 422,
                "": 200,
            }
        },
    ),
    "withdraw": Row("author", 200, {"withdraw": {"owner: drafts": 302, "owner: waiting is-sealed": 302, "": 422}}),
    "queue": Row(REVIEWER),
    "review": Row(
        REVIEWER,
        200,
        {
            "claim": {"*: waiting": 302, "": 409},
            "release": {"fg: reviewing": 302, "": 409},
            "take_over": {"other-fg: reviewing": 302, "": 422},
            "agree": {"fg: reviewing": 302, "": 409},
            "nonsense": 400,
        },
    ),
    "review-section": Row(
        REVIEWER, 200, {"judge": {"fg: reviewing": 302, "": 422}, "agree": {"fg: reviewing": 302, "": 409}}
    ),
    "review-conclude": Row(
        REVIEWER,
        200,
        {"send_back": {"fg: reviewing": 302, "": 422}, "advise": {"fg: judged": 302, "": 422}, "nonsense": 400},
    ),
    "review-evidence": Row(REVIEWER),
    "archive": Row("reviewer decider auditor"),
    "dossier": Row(
        READERS,
        200,
        {
            "take_back": {
                "owner: waiting": 302,
                "contributor fg other-fg: waiting": 403,
                "": 409,
            },
            "nonsense": 400,
        },
    ),
    "history": Row(READERS),
    "report": Row(READERS, {"*: was-sealed": 200, "": 404}),
    # Signing in, and what one signs in with
    "mfa_login_webauthn": Row("everybody", 302, {"wrong": 302}),
    "mfa_authenticate": Row("everybody", 302, {"wrong": 302}),
    "organisation-find": Row("everybody"),
    "organisation-sign-in": Row("everybody", 404),
    "organisation-callback": Row("everybody", 404),
    "session": Row("signed-in", 200, {"longer": 200}),
    "usersessions_list": Row("signed-in", 200, {"end": 302}),
    "kept": Row("signed-in", 200, {"nothing": 302}),
    "choose-organisation": Row("signed-in", 200, {"other": 404}),
    "account_reauthenticate": Row("signed-in", 200, {"wrong": 200}),
    "mfa_reauthenticate": Row("signed-in", 302, {"wrong": 302}),
    "mfa_reauthenticate_webauthn": Row("signed-in", 302, {"wrong": 302}),
    "mfa_index": Row("signed-in"),
    "mfa_activate_totp": Row("signed-in", 200, {"wrong": 200}),
    "mfa_list_webauthn": Row("signed-in"),
    "mfa_add_webauthn": Row("signed-in", 200, {"wrong": 200}),
    "mfa_view_recovery_codes": Row("signed-in", 404),
    "mfa_download_recovery_codes": Row("signed-in", 404),
    "mfa_generate_recovery_codes": Row("signed-in", 200, {"without": 200}),
    "mfa_deactivate_totp": Row("signed-in", 404, {"away": 404}),
    "mfa_edit_webauthn": Row("signed-in", 404, {"other": 404}),
    "mfa_remove_webauthn": Row("signed-in", 404, {"other": 404}),
    "account_change_password": Row("signed-in", 200, {"wrong": 200}),
    # By a personal link: one that was never made
    "invitation": Row("everybody", 302),
    "join": Row("everybody", 404, {"wrong": 404}),
    "password-link": Row("everybody", 302),
    "set-password": Row("everybody", 404, {"wrong": 404}),
    # For everybody, and for programs
    "disclosure": Row("everybody"),
    "security-txt": Row("everybody", 404),
    "csp-report": Row("everybody", 405, {"strange": 204}),
    "demo-post": Row("everybody"),
    # Managing
    "members": Row("manager"),
    "member": Row("manager", 404, {"other": 404}),
    "invite": Row("manager", 200, {"wrong": 422}),
    "invitations": Row("manager", 200, {"nonsense": 400}),
}


ROLES = PARTS | THEIR_PARTS | STRANGERS


def role_of(person: Person) -> str:
    return ROLES[person.name].value


def knows(person: Person, thing: Thing) -> bool:
    """Whether they may know that it exists (product.md: "People", "An organisation is a tenant")."""
    if person.organisation != thing.organisation or not person.organisation:
        return False
    never_submitted = thing.state in NEVER_SUBMITTED.split()
    was_sealed = thing.state in GROUPS["was-sealed"].split()
    match person.name.removeprefix("their-"):
        case "owner" | "helper" | "contributor" if person.organisation == OURS:
            return True
        case "owner":
            return True
        case "colleague" | "author":
            return thing.state in OPENED.split()
        case "fg" | "other-fg" | "reviewer":
            return not never_submitted
        case "decider" | "auditor":
            return was_sealed
    return False


def status(name: str, verb: str, sent: str, person: Person, thing: Thing | None) -> int:
    row = TABLE[name]
    if verb not in ("GET", "HEAD") and not (verb == "POST" and row.post):
        return 405
    if row.who != "everybody":
        if person.name in ("anonymous", "disabled"):
            return 302
        if row.who != "signed-in":
            if person.name in OUTSIDERS:
                return 403
            if row.who != "member" and role_of(person) not in row.who.split():
                return 403
    if thing is not None and not knows(person, thing):
        return 404
    return _says(row.post[sent] if verb == "POST" else row.get, person, thing)


def _says(says: Says, person: Person, thing: Thing | None) -> int:
    if isinstance(says, int):
        return says
    for line, answer in says.items():
        parts, _, states = line.partition(":")
        in_state = not states or (thing is not None and thing.state in _expanded(states))
        plays = parts in ("*", "") or person.name.removeprefix("their-") in parts.split()
        inside = parts == "inside" and person.name not in ("anonymous", "disabled")
        if in_state and (plays or inside):
            return answer
    raise AssertionError(f"{says} says nothing of {person.name}")


def _expanded(states: str) -> set[str]:
    return {each for name in states.split() for each in GROUPS.get(name, name).split()}
