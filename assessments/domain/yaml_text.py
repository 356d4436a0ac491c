"""YAML text to plain data, strictly: a key that stands twice is a fault, not a silent last-one-wins."""

from typing import TYPE_CHECKING, Any, override

import yaml

from assessments.domain.faults import Fault

if TYPE_CHECKING:
    from yaml import SafeLoader
else:
    # The same safe loader in C, where PyYAML was built with it: five times as fast.
    SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(SafeLoader):
    """Safe types only; remembers keys that stand twice in one mapping."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[tuple[str, int]] = []

    @override
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node)
            if key in seen:
                self.repeated.append((str(key), key_node.start_mark.line + 1))
            seen.add(key)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def read_mapping(file: str, text: str) -> tuple[dict[str, Any], list[Fault]]:
    """The mapping in a YAML text and what is wrong with it; an unreadable text gives an empty mapping."""
    loader = _StrictLoader(text)
    try:
        data = loader.get_single_data()
    except (yaml.YAMLError, ValueError) as error:
        return {}, [Fault(file, "-", f"is no YAML: {_in_one_line(error)}", "correct the text at that place")]
    finally:
        loader.dispose()
    faults = [
        Fault(file, key, f"the key {key!r} stands twice in one mapping (line {line})", "keep one of the two")
        for key, line in loader.repeated
    ]
    if isinstance(data, dict) and all(isinstance(key, str) for key in data):
        return data, faults
    return {}, [*faults, Fault(file, "-", "is no mapping of named keys", "start the file with `key: value`")]


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())
