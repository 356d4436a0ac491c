"""Every page, by what people call it. Names are the ones the workflow table uses."""

from django.conf import settings
from django.urls import URLPattern, path

from assessments.views import (
    archive,
    checking,
    choosing,
    demo,
    disclosure,
    dossier,
    evidence,
    identity,
    joining,
    members,
    outcome,
    overview,
    promises,
    public,
    queue,
    review,
    section,
    signing_in,
    starting,
    submitting,
    tasks,
)

writing: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("toetsen/nieuw/", starting.new, name="new"),
    path("toetsen/<uuid:pk>/", tasks.task_list, name="tasks"),
    path("toetsen/<uuid:pk>/eerst/", section.knockout, name="knockout"),
    path("toetsen/<uuid:pk>/onderdeel/<slug:name>/", section.section, name="section"),
    path("toetsen/<uuid:pk>/partijen/", starting.parties, name="parties"),
    path("toetsen/<uuid:pk>/bewijs/", evidence.evidence_list, name="evidence"),
    path("toetsen/<uuid:pk>/bewijs/nieuw/", evidence.add, name="evidence-add"),
    path("toetsen/<uuid:pk>/bewijs/<uuid:evidence>/", checking.check, name="evidence-check"),
    path("toetsen/<uuid:pk>/bewijs/<uuid:evidence>/vervangen/", evidence.replace, name="evidence-replace"),
    path("toetsen/<uuid:pk>/bewijs/<uuid:evidence>/bestand/", evidence.download, name="evidence-file"),
    path("toetsen/<uuid:pk>/toelichtingen/", checking.explanations, name="explanations"),
    path("toetsen/<uuid:pk>/toezeggingen/", promises.commitments, name="commitments"),
    path("toetsen/<uuid:pk>/raadpleging/", promises.consultation, name="consultation"),
    path("toetsen/<uuid:pk>/risicos/", promises.risks, name="risks"),
    path("toetsen/<uuid:pk>/uitkomst/", outcome.outcome, name="outcome"),
    path("toetsen/<uuid:pk>/controleren/", submitting.check, name="check"),
    path("toetsen/<uuid:pk>/intrekken/", submitting.withdraw, name="withdraw"),
]

reviewing: list[URLPattern] = [
    path("toetsing/", queue.queue, name="queue"),
    path("toetsing/<uuid:pk>/", review.review, name="review"),
    path("toetsing/<uuid:pk>/onderdeel/<slug:name>/", review.section, name="review-section"),
    path("toetsing/<uuid:pk>/afronden/", review.conclude, name="review-conclude"),
    path("toetsing/<uuid:pk>/bewijs/<uuid:version>/", review.evidence, name="review-evidence"),
]

reading: list[URLPattern] = [
    path("archief/", archive.archive, name="archive"),
    path("dossier/<uuid:pk>/", dossier.dossier, name="dossier"),
    path("dossier/<uuid:pk>/geschiedenis/", dossier.history, name="history"),
    path("dossier/<uuid:pk>/rapport/<uuid:report>/", dossier.download, name="report"),
    path("vragenlijst/", public.questionnaire, name="questionnaire"),
    path("verify", public.verify, name="verify"),
    path("hulp/", public.help_page, name="help"),
    path("toegankelijkheid/", public.accessibility, name="accessibility"),
    path("kwetsbaarheid-melden/", disclosure.disclosure, name="disclosure"),
]

# In no language: programs read these.
for_machines: list[URLPattern] = [
    path(".well-known/security.txt", disclosure.security_txt, name="security-txt"),
    path(settings.REPORTING_PATH.removeprefix("/"), disclosure.csp_report, name="csp-report"),
]

managing: list[URLPattern] = [
    path("beheer/leden/", members.members, name="members"),
    path("beheer/leden/uitnodigen/", members.invite, name="invite"),
    path("beheer/leden/<uuid:pk>/", members.member, name="member"),
    path("beheer/uitnodigingen/", members.invitations, name="invitations"),
]

entering: list[URLPattern] = [
    path("uitnodiging/", joining.join, name="join"),
    path("uitnodiging/<str:token>/", joining.invitation, name="invitation"),
    path("wachtwoord/", joining.set_password, name="set-password"),
    path("wachtwoord/<str:token>/", joining.password_link, name="password-link"),
    path("organisatie/", choosing.choose_organisation, name="choose-organisation"),
    path("demo/post/", demo.post, name="demo-post"),
]

# Besides allauth's own pages, which the site's URLs name one by one.
account: list[URLPattern] = [
    path("sessie/", signing_in.session, name="session"),
    path("ingetypt/", signing_in.kept_forms, name="kept"),
    path("password/change/", signing_in.change_password, name="account_change_password"),
]

organisations: list[URLPattern] = [
    path("inloggen/", identity.find, name="organisation-find"),
    path("inloggen/<slug:slug>/", identity.sign_in, name="organisation-sign-in"),
    path("inloggen/<slug:slug>/terug/", identity.come_back, name="organisation-callback"),
]

urlpatterns = [*writing, *reviewing, *reading, *managing, *entering, *organisations, *account]
