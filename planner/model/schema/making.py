"""From a dataclass to its JSON Schema (draft 2020-12): what `planner.model.codec` reads, no more and no less."""

from __future__ import annotations

import inspect
import json
import re
import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from planner.model.message import Message, Text
from planner.model.plan import Plan
from planner.model.problem import Matrix, Problem, TravelLabel

__all__ = ["FILES", "path_of", "schema_of", "write"]

FILES: dict[str, type] = {"problem": Problem, "plan": Plan}
"""Name of each schema and the class it describes."""

_PLAIN: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    datetime: {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\d[T ].*(Z|[+-]\d\d:?\d\d)$"},
    date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"},
    time: {"type": "string", "format": "time", "pattern": r"^\d\d:\d\d"},
    type(None): {"type": "null"},
}


def path_of(name: str) -> Path:
    """Return where the schema file of a name (``problem``, ``plan``) lies."""
    return Path(__file__).with_name(f"{name}.schema.json")


def write() -> None:
    """Write all schema files."""
    for name, cls in FILES.items():
        path_of(name).write_text(json.dumps(schema_of(cls), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def schema_of(cls: type) -> dict[str, Any]:
    """Return the JSON Schema of a dataclass of the model.

    Parameters
    ----------
    cls
        The class; every class it holds becomes a definition.
    """
    definitions: dict[str, Any] = {}
    _kind(cls, definitions)
    top = definitions.pop(cls.__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:faltplan:{cls.__name__.lower()}-1",
        "title": cls.__name__,
        **top,
        "$defs": dict(sorted(definitions.items())),
    }


def _kind(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a type; classes go to the definitions."""
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    if kind is Any:
        return {}
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_kind(one, definitions) for one in inner]}
    if origin is tuple:
        return _array(inner, definitions)
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}  # stands in while the class is looked into: a class may hold itself
        definitions[kind.__name__] = _class(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _array(inner: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    if len(inner) == 2 and inner[1] is Ellipsis:
        return {"type": "array", "items": _kind(inner[0], definitions)}
    parts = [_kind(one, definitions) for one in inner]
    return {"type": "array", "prefixItems": parts, "items": False, "minItems": len(parts), "maxItems": len(parts)}


def _class(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind in _OWN:
        return _OWN[kind](definitions)
    if issubclass(kind, Enum):
        return {"description": _summary(kind), "enum": [member.value for member in kind]}
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} has no JSON form")
    hints, told = get_type_hints(kind), _parameters(kind)
    properties = {one.name: _field(one, hints[one.name], told, definitions) for one in fields(kind)}
    return _object(_summary(kind), properties, [one.name for one in fields(kind) if _is_required(one)])


def _field(one: Field[Any], hint: Any, told: dict[str, str], definitions: dict[str, Any]) -> dict[str, Any]:
    if one.name == "format":
        return {"const": one.default}
    schema = _kind(hint, definitions)
    return {**schema, "description": told[one.name]} if one.name in told else schema


def _is_required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _object(summary: str, properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "description": summary,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _matrix(definitions: dict[str, Any]) -> dict[str, Any]:
    rows = {"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}
    parts = {"label": _kind(TravelLabel, definitions), "drive_s": rows, "distance_m": rows}
    return _object(_summary(Matrix), parts, list(parts))


def _message(definitions: dict[str, Any]) -> dict[str, Any]:
    value = {"$ref": "#/$defs/MessageValue"}
    definitions["MessageValue"] = {
        "description": "A word or number as it is, or an object that says what it is: öre, a moment, a day …",
        "anyOf": [
            {"type": ["string", "number", "boolean"]},
            _only(money={"type": "integer"}, signed={"type": "boolean"}),
            _only(text=_only(**{language: {"type": "string"} for language in Text.__slots__})),
            _only(message={"$ref": "#/$defs/Message"}),
            _only(clock=_PLAIN[datetime]),
            _only(day=_PLAIN[date]),
            _only(list={"type": "array", "items": value}),
        ],
    }
    parts = {"key": {"type": "string"}, "values": {"type": "object", "additionalProperties": value}}
    return _object(_summary(Message), parts, list(parts))


def _only(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_OWN: dict[Any, Callable[[dict[str, Any]], dict[str, Any]]] = {Matrix: _matrix, Message: _message}


def _summary(kind: Any) -> str:
    return (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " ")


def _parameters(kind: Any) -> dict[str, str]:
    """Return what the docstring of a class says about its fields."""
    _, _, section = (inspect.getdoc(kind) or "").partition("Parameters\n----------\n")
    told = {}
    for names, text in re.findall(r"^(\w[\w, ]*)\n((?:    .*(?:\n|$))+)", section, re.MULTILINE):
        for name in names.split(", "):
            told[name] = " ".join(line.strip() for line in text.splitlines())
    return told
