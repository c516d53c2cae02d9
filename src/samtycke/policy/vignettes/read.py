"""Files and folders of written cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from samtycke.policy.vignettes.case import Malformed, Vignette, vignette_of


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in a file that is no case: where, and why."""

    file: str
    id: str
    why: str


def read(paths: Iterable[Path]) -> Iterator[tuple[str, Vignette | Unread]]:
    """Every case of some files and folders, with the file it stands in.

    What cannot be read comes as ``Unread`` in its place; an id used twice in a file too.
    """
    for path in paths:
        files = sorted(one for one in path.rglob("*") if one.suffix in _YAML) if path.is_dir() else [path]
        if not files:
            yield str(path), Unread(str(path), "-", "no case in this folder: there is no .yaml file")
        for file in files:
            yield from ((str(file), one) for one in _cases(file))


_YAML = frozenset({".yaml", ".yml", ".json"})


def _cases(file: Path) -> Iterator[Vignette | Unread]:
    try:
        listed = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError) as error:
        yield Unread(str(file), "-", f"cannot be read: {' '.join(str(error).split())}")
        return
    if listed is None:
        return
    if not isinstance(listed, list):
        yield Unread(str(file), "-", "a file of cases is a list")
        return
    seen: set[str] = set()
    for place, data in enumerate(listed, start=1):
        name = _name(data, place)
        try:
            case = vignette_of(data)
        except Malformed as malformed:
            yield Unread(str(file), name, str(malformed))
            continue
        if case.id in seen:
            yield Unread(str(file), name, "id: used twice in this file")
            continue
        seen.add(case.id)
        yield case


def _name(data: Any, place: int) -> str:
    named = data.get("id") if isinstance(data, dict) else None
    return str(named) if named is not None else f"case {place}"
