"""Documents with everything a report uses: contents, headings, tables, lists, links, a drawing."""

from datetime import UTC, datetime

CREATED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EDITION = b'{"edition":1,"schema":"test"}'
ORGANISATION = "Ministerie van Voorbeelden"
OFFICER = "F. G. de Groot"

STYLESHEET = """
@page { size: A4; margin: 25mm 20mm;
  @bottom-right { content: "Pagina " counter(page) " van " counter(pages) } }
html { font: 10.5pt/1.45 "Source Sans 3"; hyphens: auto }
h1, h2 { font-weight: 600; break-after: avoid; bookmark-level: 1 }
h2 { break-before: page }
nav a::after { content: leader(".") target-counter(attr(href), page) }
table { width: 100%; border-collapse: collapse; table-layout: fixed }
th, td { border: .5pt solid #999; padding: 1mm; text-align: left }
tr { break-inside: avoid }
"""

MATRIX = """
<figure><svg xmlns="http://www.w3.org/2000/svg" role="img" width="200" height="60"
 viewBox="0 0 200 60" font-family="Source Sans 3"><title>Kans laag, impact hoog.</title>
<rect x="5" y="5" width="90" height="50" fill="#fce5cd" stroke="#444"/>
<text x="50" y="35" text-anchor="middle" font-size="12">R1</text></svg>
<figcaption>Figuur 1. Risico's</figcaption></figure>
"""


def document(body: str, *, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def chapter(number: int, rows: int = 12) -> str:
    cells = "".join(
        f'<tr><th scope="row">{number}.{row}</th><td>Welke gegevens verwerkt u?</td>'
        "<td>Naam, adres en dossiernummer van aanvragers.</td></tr>"
        for row in range(rows)
    )
    return (
        f'<section><h2 id="h{number}">Hoofdstuk {number}</h2>'
        "<p>De verwerking is nodig voor een taak van algemeen belang.</p>"
        "<ul><li>Gegevensbeschermingseffectbeoordeling</li><li>Aansprakelijkheid</li></ul>"
        f"<table><caption>Antwoorden {number}</caption><thead><tr>"
        '<th scope="col">Nr.</th><th scope="col">Vraag</th><th scope="col">Antwoord</th>'
        f"</tr></thead><tbody>{cells}</tbody></table></section>"
    )


def report(chapters: int = 2) -> str:
    entries = "".join(f'<li><a href="#h{number}">Hoofdstuk {number}</a></li>' for number in range(chapters))
    return document(
        f'<h1>Advies</h1><nav aria-label="Inhoud"><ol>{entries}</ol></nav>{MATRIX}'
        '<p>Controleer dit op de <a href="https://toets.example/verify">controlepagina</a>.</p>'
        + "".join(chapter(number) for number in range(chapters))
    )
