"""Measures as data and back: what is kept of a figure is all of it but the ways to its cases."""

import gzip
import hashlib
import io
import json
import types
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from govuk import sheets

from .figures import Panel


def to_data(panel: Panel) -> dict[str, Any]:
    """Return a measure as plain data, without links: their cases move on."""
    data = asdict(panel)
    for line in [*data["lines"], *([data["total"]] if data["total"] else [])]:
        for cell in line["cells"]:
            cell["url"] = ""
    return data


def from_data(data: dict[str, Any]) -> Panel:
    """Return the measure that such data were made from."""
    return revive(Panel, data)


def panel_of(figures: Iterable[dict], code: str) -> Panel:
    """Return one measure of those that are kept of a month."""
    return from_figure(next(data for data in figures if data["code"] == code))


def from_figure(data: dict[str, Any]) -> Panel:
    """Return a kept measure; what is kept names its question too."""
    return from_data({name: value for name, value in data.items() if name != "question"})


def revive(kind: Any, data: Any) -> Any:
    """Build a dataclass, a list of them or a plain value from what JSON holds of it."""
    if data is None:
        return None
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(each for each in get_args(kind) if each is not type(None))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: revive(hints[name], value) for name, value in data.items()})
    if get_origin(kind) is list:
        return [revive(get_args(kind)[0], each) for each in data]
    return tuple(data) if get_origin(kind) is tuple else data


def packed(lines: Iterable[Iterable[object]]) -> bytes:
    """Return lines as a compressed CSV, the same bytes for the same lines."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
        file.write(sheets.to_csv(lines).encode())
    return out.getvalue()


def digest(figures: object, cases: bytes) -> str:
    """Return the hash of the figures and of the cases, unpacked: how they are packed may change."""
    plain = json.dumps(figures, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(plain + b"\0" + gzip.decompress(cases)).hexdigest()
