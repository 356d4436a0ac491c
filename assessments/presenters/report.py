"""The report as one HTML document, ready for the PDF: content from the domain, headings and pictures added."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.charts import Axes, GateCell, RiskDot, gate_overview, risk_matrix
from assessments.domain import report_words as words
from assessments.domain.report import Report


@dataclass(frozen=True, slots=True)
class Chapter:
    id: str
    title: str


def document(report: Report) -> str:
    """The whole document in the language of the report."""
    with translation.override(report.locale):
        context = {
            "report": report,
            "chapters": _chapters(report),
            "gates_svg": _gates(report),
            "matrix_svg": _matrix(report),
        }
        return render_to_string("report/report.html", context)


def stylesheet() -> str:
    """The same text for every report: the typesetter reads it once."""
    return render_to_string("report/report.css")


def file_title(report: Report) -> str:
    """The title in the PDF's metadata."""
    return f"{report.title} ({report.reference}, {report.edition_title})"


def _chapters(report: Report) -> dict[str, Chapter]:
    titles = {
        "why": _("1. Waarom deze uitkomst"),
        "todo": _("2. Wat u moet doen"),
        "risk": _("3. Restrisico en maatregelen"),
        "open": _("4. Wat niet is aangetoond"),
        "law": _("5. Wet, beleid en het advies van de AP"),
        "review": _("6. Advies van de FG en besluit"),
        "validity": _("7. Geldigheid en nieuwe toets"),
        "answers": _("Bijlage A. Alle antwoorden"),
        "evidence": _("Bijlage B. Bewijs"),
        "parties": _("Bijlage C. Partijen en rollen"),
        "sources": _("Bijlage D. Bronnen"),
        "record": _("Bijlage E. Logboek en controle"),
    }
    return {name: Chapter(f"chapter-{name}", title) for name, title in titles.items()}


def _gates(report: Report) -> SafeString:
    cells = [
        GateCell(gate.title, party.party, party.status, party.word) for gate in report.gates for party in gate.parties
    ]
    return gate_overview(cells, title=report.gates_title)


def _matrix(report: Report) -> SafeString:
    axes = Axes(
        likelihood=words.LIKELIHOOD.in_(report.locale),
        impact=words.IMPACT.in_(report.locale),
        likelihood_names={number: likelihood for number, likelihood, _impact in report.scales},
        impact_names={number: impact for number, _likelihood, impact in report.scales},
        level_words={level: word.in_(report.locale) for level, word in words.LEVELS.items()},
    )
    dots = [RiskDot(risk.id, risk.residual.likelihood, risk.residual.impact) for risk in report.risks]
    return risk_matrix(dots, report.matrix, axes=axes, title=report.matrix_title)
