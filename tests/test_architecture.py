"""The architecture, as tests: who may import whom, who may write, and how big things may grow."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import ROOT, Function, code_files, functions, imports, name, python_files, template_files, tree

# Highest layer first. A module imports its own layer and the ones below, never one above.
LAYERS = [
    {"config"},
    {"apps", "checks"},
    {"urls", "management", "middleware", "headers", "access_log"},
    {"views", "tasks", "checkpoints"},
    {"forms", "presenters", "charts", "templatetags", "adapters", "sessions"},
    {"actions"},
    {"jobs", "policies"},
    {"reading", "searching", "people", "submitted", "verifying", "documents"},
    {"models", "pdf", "migrations"},
    {"permissions"},
    {"domain"},
]
RANK = {module: rank for rank, layer in enumerate(LAYERS) for module in layer}
APART = [{"models", "pdf"}, {"migrations", "pdf"}, {"views", "tasks"}]
DRAWERS = {"utils", "util", "utilities", "helpers", "helper", "common", "core", "misc", "lib", "shared", "base"}

ONLY_ACTIONS = {"save", "create", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITERS = {"actions", "models", "migrations"}
KNOW_NO_MODELS = {"domain", "pdf", "permissions"}
# Actions of nobody: a release belongs to no organisation, and the first accounts have none before them.
BY_NOBODY = {"publish", "release", "ensure_organisation", "ensure_demo_user"}
# The operator's own commands, before an organisation has anybody.
BY_NOBODY |= {"set_identity_provider", "deactivate_identity_provider"}

parametrize_code = pytest.mark.parametrize("file", code_files(), ids=name)


def layer_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "assessments" and len(parts) > 1 else parts[0]


def ours(module: str) -> str | None:
    """The layer a dotted import name belongs to, if it is one of ours."""
    first, _, rest = module.partition(".")
    if first == "assessments":
        return rest.split(".")[0]
    return "config" if first == "config" else None


def roots(file: Path) -> set[str]:
    """The packages a file imports from."""
    return {module.split(".")[0] for module in imports(file)}


def may_import(here: str, there: str) -> bool:
    if here == there:
        return True
    if {here, there} in APART:
        return False
    return RANK[here] <= RANK[there]


# --- Imports -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", python_files("assessments", "config"), ids=name)
def test_imports_point_only_rightward(file: Path) -> None:
    here = layer_of(file)
    if file.parent == ROOT / "assessments" and here == "__init__":
        assert not list(imports(file))
        return
    assert here in RANK, f"{here} has no place in the import rule"
    for module in imports(file):
        there = ours(module)
        assert there is None or may_import(here, there), f"{here} may not import {module}"


@pytest.mark.parametrize("file", python_files("assessments"), ids=name)
def test_the_product_knows_neither_its_tools_nor_its_tests(file: Path) -> None:
    assert not roots(file) & {"config", "devtools", "tests"}


@pytest.mark.parametrize("file", python_files("nlds", "devtools"), ids=name)
def test_the_template_pack_and_the_tools_import_nothing_of_ours(file: Path) -> None:
    theirs = {"assessments", "config", "devtools", "nlds", "tests"} - {layer_of(file)}
    assert not roots(file) & theirs


@pytest.mark.parametrize("file", python_files("assessments/domain", "assessments/permissions.py"), ids=name)
def test_the_inner_ring_stands_on_the_standard_library_and_yaml(file: Path) -> None:
    allowed = sys.stdlib_module_names | {"yaml", "assessments"}
    assert not roots(file) - allowed


@pytest.mark.parametrize("file", python_files("assessments/domain"), ids=name)
def test_the_domain_touches_no_disk_clock_chance_or_network(file: Path) -> None:
    disk = {"io", "os", "pathlib", "shutil", "tempfile"}
    clock_chance_and_network = {"random", "secrets", "socket", "subprocess", "time", "urllib"}
    assert not roots(file) & (disk | clock_chance_and_network)
    for call in calls(file):
        match call.func:
            case ast.Name(id="open" | "print" | "input"):
                pytest.fail(f"line {call.lineno} reaches outside")
            case ast.Attribute(attr="now" | "today" | "utcnow" | "uuid4" | "uuid1"):
                pytest.fail(f"line {call.lineno} asks the clock or chance")


@pytest.mark.parametrize("file", python_files("assessments/pdf"), ids=name)
def test_the_pdf_ring_knows_no_django(file: Path) -> None:
    assert "django" not in roots(file)


def test_the_child_process_loads_only_pdf_and_domain() -> None:
    report = "import sys, assessments.pdf.child; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", report], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = result.stdout.split()
    assert "django" not in loaded
    assert {ours(module) for module in loaded if module.startswith("assessments.")} <= {"pdf", "domain"}


# --- Only actions write --------------------------------------------------------------------------------


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call))


def _on_rows(receiver: ast.expr) -> bool:
    """`….objects.filter(…)` and the like, as against a dict or a hash."""
    return isinstance(receiver, ast.Call) or (isinstance(receiver, ast.Attribute) and receiver.attr == "objects")


@parametrize_code
def test_only_actions_write(file: Path) -> None:
    if layer_of(file) in WRITERS | KNOW_NO_MODELS or file.relative_to(ROOT).parts[0] != "assessments":
        return
    for call in calls(file):
        if isinstance(call.func, ast.Attribute):
            writes = call.func.attr in ONLY_ACTIONS or (call.func.attr == "update" and _on_rows(call.func.value))
            assert not writes, f"line {call.lineno} writes with .{call.func.attr}()"


def _is_atomic(function: Function) -> bool:
    return any(ast.unparse(decorator).startswith("transaction.atomic") for decorator in function.decorator_list)


@pytest.mark.parametrize("file", python_files("assessments/actions"), ids=name)
def test_an_action_says_by_whom_and_takes_keywords_only(file: Path) -> None:
    for function in functions(file):
        if _is_atomic(function) and not function.name.startswith("_"):
            arguments = function.args
            assert not arguments.args and not arguments.posonlyargs, f"{function.name} takes positional arguments"
            if function.name in BY_NOBODY:
                continue
            assert "by" in {argument.arg for argument in arguments.kwonlyargs}, f"{function.name} does not say by whom"


@parametrize_code
def test_nothing_happens_behind_a_signal_or_a_save(file: Path) -> None:
    assert not [module for module in imports(file) if "signals" in module or module.startswith("django.dispatch")]
    if layer_of(file) == "models":
        assert not {"save", "delete"} & {function.name for function in functions(file)}


@pytest.mark.parametrize("file", python_files("assessments/views", "assessments/templatetags"), ids=name)
def test_views_fetch_only_through_the_door(file: Path) -> None:
    attributes = [node for node in ast.walk(tree(file)) if isinstance(node, ast.Attribute)]
    doors = {node.value for node in attributes if node.attr == "visible_to"}
    for node in attributes:
        if node.attr in {"objects", "_default_manager", "_base_manager"}:
            assert node in doors, f"line {node.lineno} fetches past visible_to"


@parametrize_code
def test_no_generic_foreign_keys_and_no_code_from_strings(file: Path) -> None:
    text = file.read_text()
    assert "GenericForeignKey" not in text
    assert not [call for call in calls(file) if isinstance(call.func, ast.Name) and call.func.id in {"eval", "exec"}]


# --- Sizes and names -------------------------------------------------------------------------------------


def p95(sizes: list[int]) -> int:
    return sorted(sizes)[int(len(sizes) * 0.95)]


def lines(file: Path) -> int:
    return len(file.read_text().splitlines())


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@parametrize_code
def test_a_file_and_its_functions_fit_in_the_head(file: Path) -> None:
    assert lines(file) <= 400
    assert not [function.name for function in functions(file) if length(function) > 60]


def test_long_files_and_functions_stay_rare() -> None:
    assert p95([lines(file) for file in code_files()]) <= 300
    assert p95([length(function) for file in code_files() for function in functions(file)]) <= 35


@pytest.mark.parametrize("file", template_files(), ids=name)
def test_a_template_fits_on_two_screens(file: Path) -> None:
    assert lines(file) <= 150


@pytest.mark.parametrize("file", [*code_files(), *python_files("tests")], ids=name)
def test_no_module_is_a_drawer(file: Path) -> None:
    assert not DRAWERS & set(file.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("file", [*code_files(), *python_files("tests"), *template_files()], ids=name)
def test_no_silence_without_a_reason(file: Path) -> None:
    """Every exemption from a checker names the rule it breaks and says why, there or on the line above."""
    before = ""
    for number, line in enumerate(file.read_text().splitlines(), 1):
        if silence := re.search(r"#\s*(noqa|type:\s*ignore)(?P<rule>[\[:]?)(?P<rest>.*)", line):
            assert silence["rule"], f"line {number} silences everything"
            explained = re.search(r"\s+(--|#)\s+\S", silence["rest"]) or before.lstrip().startswith("#")
            assert explained, f"line {number} gives no reason"
        before = line


@pytest.mark.parametrize("file", [*code_files(), *python_files("tests"), *template_files()], ids=name)
def test_nothing_is_left_for_later(file: Path) -> None:
    if file != Path(__file__):
        assert not re.search(r"\b(TODO|FIXME|XXX|pytest\.mark\.(skip|xfail))\b", file.read_text())
