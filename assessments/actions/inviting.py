"""Asking somebody to join, and letting somebody set a new password: one personal link, used once."""

from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions import ledger, mailing
from assessments.actions.membership import Place, end_sessions
from assessments.models import Actor, ActorKind, Invitation, Membership, OneTimeLink, PasswordLink, User
from assessments.permissions import Permission, Role
from assessments.policies import Refused, check_may

INVITATION_LASTS = timedelta(days=7)
PASSWORD_LINK_LASTS = timedelta(hours=1)
# A link that opens nothing any more is of no use to anybody; the ledger keeps what happened.
KEPT_FOR = timedelta(days=30)


@transaction.atomic
def invite(
    *, by: Actor, address: str, name: str, place: Place, language: str = "nl", at: datetime | None = None
) -> Invitation:
    """Sends an invitation. One is open per address at a time."""
    at = at or timezone.now()
    check_may(by, Permission.MANAGE_MEMBERS)
    members = Membership.objects.valid_on(timezone.localdate(at)).filter(organisation=by.organisation_id)
    if members.filter(user__email__iexact=address).exists():
        raise Refused(_("Iemand met dit e-mailadres hoort al bij uw organisatie."))
    invitation = Invitation(
        organisation_id=by.organisation_id,
        address=address,
        name=name,
        language=language,
        roles=[role.value for role in place.roles],
        valid_until=place.valid_until,
        invited_by=by,
        invited_at=at,
    )
    invitation.renew(at + INVITATION_LASTS)
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            _("Voor dit e-mailadres staat al een uitnodiging open. U kunt die opnieuw versturen of intrekken.")
        ) from error
    _mail(invitation, at)
    ledger.append_to_organisation(by=by, at=at, events=[("invited", {"invitation": str(invitation.pk), **place.facts})])
    return invitation


@transaction.atomic
def send_again(*, by: Actor, invitation: Invitation, at: datetime | None = None) -> None:
    """A new link, for another week; the one that was sent before stops working."""
    at = at or timezone.now()
    invitation = _open(by, invitation)
    invitation.renew(at + INVITATION_LASTS)
    invitation.save(update_fields=["nonce", "sha256", "expires_at"])
    _mail(invitation, at)
    ledger.append_to_organisation(by=by, at=at, events=[("invited_again", {"invitation": str(invitation.pk)})])


@transaction.atomic
def revoke(*, by: Actor, invitation: Invitation, at: datetime | None = None) -> None:
    """The link stops working at once."""
    at = at or timezone.now()
    invitation = _open(by, invitation)
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    ledger.append_to_organisation(by=by, at=at, events=[("invitation_revoked", {"invitation": str(invitation.pk)})])


def _open(by: Actor, invitation: Invitation) -> Invitation:
    """The same one, locked, if it was neither used nor revoked."""
    check_may(by, Permission.MANAGE_MEMBERS)
    found = Invitation.objects.select_for_update().filter(pk=invitation.pk, used_at=None, revoked_at=None).first()
    if found is None:
        raise Refused(_("Deze uitnodiging staat niet meer open."))
    return found


def _mail(invitation: Invitation, at: datetime) -> None:
    mailing.queue(
        kind="invitation",
        to=invitation.address,
        organisation_id=invitation.organisation_id,
        facts={
            "invitation": str(invitation.pk),
            "date": timezone.localdate(invitation.expires_at).isoformat(),
        },
        language=invitation.language,
        at=at,
    )


@transaction.atomic
def accept(*, by: User, invitation: Invitation, at: datetime | None = None) -> Actor:
    """Who is signed in joins with that account. Raises `Refused` when the link was used in the meantime."""
    at = at or timezone.now()
    invitation = _use(invitation, at)
    actor, _new = Actor.objects.get_or_create(
        organisation_id=invitation.organisation_id, user=by, defaults={"kind": ActorKind.USER}
    )
    today = timezone.localdate(at)
    if Membership.objects.valid_on(today).filter(actor=actor).exists():
        raise Refused(_("Dit account hoort al bij deze organisatie."))
    Membership.objects.update_or_create(
        organisation_id=invitation.organisation_id,
        user=by,
        defaults={
            "actor": actor,
            "roles": invitation.roles,
            "valid_from": today,
            "valid_until": invitation.valid_until,
            "stands_in_for": None,
        },
    )
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=actor)
    place = Place([Role(role) for role in invitation.roles], invitation.valid_until)
    facts = {"invitation": str(invitation.pk), "member": actor.pseudonym, **place.facts}
    ledger.append_to_organisation(by=actor, at=at, events=[("joined", facts)])
    return actor


class NameTaken(Refused):
    """Somebody else has this username."""


@transaction.atomic
def accept_with_new_account(
    *, by: Invitation, username: str, name: str, password: str, at: datetime | None = None
) -> Actor:
    """Whoever holds the link makes an account and joins. The invitation's address is theirs: the link came there."""
    user = User(username=username, name=name, email=by.address)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken(_("Deze gebruikersnaam is al in gebruik. Kies een andere.")) from error
    return accept(by=user, invitation=by, at=at)


def _use[L: OneTimeLink](link: L, at: datetime) -> L:
    """Once: of two at the same time, one gets it."""
    links = type(link)._default_manager
    if not links.filter(pk=link.pk, used_at=None, revoked_at=None, expires_at__gt=at).update(used_at=at):
        raise Refused(_("Deze link is al gebruikt of ingetrokken."))
    return link


@transaction.atomic
def ask_new_password(*, by: Actor, membership: Membership, at: datetime | None = None) -> PasswordLink:
    """Mails somebody a link to set a new password; links that were sent before stop working."""
    at = at or timezone.now()
    check_may(by, Permission.MANAGE_MEMBERS)
    user = membership.user
    if not user.email:
        raise Refused(_("Van dit account is geen e-mailadres bekend."))
    PasswordLink.objects.filter(user=user, used_at=None, revoked_at=None).update(revoked_at=at)
    link = PasswordLink(organisation_id=by.organisation_id, user=user, asked_by=by)
    link.renew(at + PASSWORD_LINK_LASTS)
    link.save(force_insert=True)
    mailing.queue(
        kind="set-password",
        to=user,
        organisation_id=by.organisation_id,
        facts={"password_link": str(link.pk), "moment": _moment(link.expires_at)},
        at=at,
    )
    facts = {"member": membership.actor.pseudonym}
    ledger.append_to_organisation(by=by, at=at, events=[("password_link_sent", facts)])
    return link


@transaction.atomic
def set_password(*, by: PasswordLink, password: str, at: datetime | None = None) -> None:
    """Whoever holds the link sets the password; every session of the account ends."""
    at = at or timezone.now()
    link = _use(by, at)
    user = User.objects.select_for_update().get(pk=link.user_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user)
    actor = Actor.objects.get(organisation=link.organisation_id, user=user)
    facts = {"moment": _moment(at)}
    mailing.queue(kind="password-changed", to=user, organisation_id=link.organisation_id, facts=facts, at=at)
    ledger.append_to_organisation(by=actor, at=at, events=[("password_set", {"member": actor.pseudonym})])


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def forget(*, at: datetime | None = None) -> None:
    """In the current organisation: links that expired long ago go, with the address they hold."""
    at = at or timezone.now()
    for model in (Invitation, PasswordLink):
        model.objects.filter(expires_at__lt=at - KEPT_FOR).delete()
