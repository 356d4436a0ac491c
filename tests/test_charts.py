"""Pictures that say the same without colour, and hold nothing a page or PDF would refuse."""

import re
from xml.etree import ElementTree as Tree

from assessments.charts import Axes, GateCell, RiskDot, gate_overview, risk_matrix

NAMES = {1: "een", 2: "twee", 3: "drie", 4: "vier, en dat is heel veel meer dan drie"}
LEVELS = {
    4: ("midden", "hoog", "hoog", "hoog"),
    3: ("laag", "hoog", "hoog", "hoog"),
    2: ("laag", "midden", "hoog", "hoog"),
    1: ("laag", "laag", "laag", "laag"),
}
AXES = Axes("Kans", "Impact", NAMES, NAMES, {"laag": "laag", "midden": "midden", "hoog": "hoog"})
SVG = "{http://www.w3.org/2000/svg}"


def read(svg: str) -> Tree.Element:
    return Tree.fromstring(svg)  # noqa: S314 -- our own drawing


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in read(svg).iter(f"{SVG}text")]


def matrix(*dots: RiskDot) -> str:
    return risk_matrix(dots, LEVELS, axes=AXES, title="Restrisico: een hoog")


def test_every_risk_stands_in_its_square_with_number_and_word():
    svg = read(matrix(RiskDot("RK1", 4, 2), RiskDot("RK2", 4, 2)))
    boxes = [(float(box.get("x")), float(box.get("y"))) for box in svg.iter(f"{SVG}rect")]
    here = next(node for node in svg.iter(f"{SVG}text") if "RK1" in (node.text or ""))
    assert here.text == "RK1  RK2"
    right, low = sorted({x for x, _ in boxes})[3], sorted({y for _, y in boxes})[2]
    assert right < float(here.get("x")) < right + 124
    assert low < float(here.get("y")) < low + 54
    assert texts(matrix()).count("hoog") == 8


def test_many_risks_in_one_square_take_more_lines():
    lines = [text for text in texts(matrix(*(RiskDot(f"RK{n}", 1, 1) for n in range(10)))) if "RK" in text]
    assert len(lines) == 3


def test_a_gate_is_told_in_words_and_a_sign():
    cells = [GateCell("Doel", "ministerie", "gehaald", "aangetoond"), GateCell("Doel", "maker", "open", "open")]
    svg = gate_overview(cells, title="Overzicht")
    assert texts(svg) == ["ministerie", "maker", "Doel", "aangetoond", "open"]
    signs = {node.get("d") for node in read(svg).iter(f"{SVG}path")}
    assert len(signs) == 2


def test_the_title_comes_first_for_who_cannot_see_the_picture():
    assert read(matrix())[0].text == "Restrisico: een hoog"


def test_a_picture_has_no_style_script_or_link():
    svg = matrix(RiskDot("RK1", 1, 1)) + gate_overview([GateCell("a", "b", "nvt", "nvt")], title="t")
    assert not re.search(r"style|script|href|on\w+=|url\(", svg)


def test_names_people_wrote_stay_text():
    svg = gate_overview([GateCell("<b>Doel", '"><script>alert(1)</script>', "open", "open")], title="<i>t")
    assert "<script" not in svg
    read(svg)


def test_a_long_name_is_cut_with_a_mark():
    svg = gate_overview([GateCell("een heel lange naam " * 10, "p", "open", "open")], title="t")
    assert any(text.endswith("…") for text in texts(svg))
