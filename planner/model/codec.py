"""Values to JSON and back: one codec for every frozen dataclass of the model.

The class itself is the schema: field names, types and defaults. Aware datetimes are written in
UTC, dates and times as ISO, enums by value, timedeltas as seconds. Reading checks every type and
says where a value is wrong.
"""

from __future__ import annotations

import json
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from planner.model.errors import FieldProblem, InputError
from planner.model.message import message

__all__ = ["dumps", "from_data", "loads", "to_data"]

T = TypeVar("T")


def to_data(value: Any) -> Any:
    """Return a model value as plain JSON data."""
    if value is None or (isinstance(value, bool | int | float | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return round(value.total_seconds())
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value):
        return {f.name: to_data(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, dict):
        return {str(to_data(key)): to_data(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [to_data(inner) for inner in value]
    raise TypeError(f"cannot write {type(value).__name__} as JSON")


def dumps(value: Any, *, indent: int | None = None) -> str:
    """Return a model value as JSON text; the same value gives the same text."""
    return json.dumps(to_data(value), ensure_ascii=False, sort_keys=False, indent=indent, allow_nan=False)


def loads(cls: type[T], content: str | bytes, *, source: str = "") -> T:
    """Read a model value from JSON text.

    Parameters
    ----------
    cls
        The class to read.
    content
        JSON text, UTF-8.
    source
        File name for messages.

    Raises
    ------
    InputError
        If the text is not JSON, or a value is missing, unknown or of the wrong type; the
        problem's `field` is the path to it.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        problem = FieldProblem(source=source, message=message("codec.not_json", detail=str(error)))
        raise InputError(problem) from None
    value: T = from_data(cls, data, source=source)
    return value


def from_data(cls: Any, data: Any, *, source: str = "") -> Any:
    """Read a model value from plain JSON data; errors as in `loads`."""
    try:
        return _read(cls, data, "")
    except _WrongError as wrong:
        detail = {"value": wrong.value, "expected": wrong.expected}
        raise InputError(
            FieldProblem(source=source, field=wrong.path, value=wrong.value, message=message("codec.wrong", **detail))
        ) from None


class _WrongError(Exception):
    def __init__(self, path: str, value: Any, expected: str) -> None:
        super().__init__(path)
        self.path, self.value, self.expected = path or "(top)", str(value)[:80], expected


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def _read(kind: Any, data: Any, path: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(kind), data, path)
    if origin is tuple:
        return _read_tuple(get_args(kind), data, path)
    if origin is dict:
        key, inner = get_args(kind)
        if not isinstance(data, dict):
            raise _WrongError(path, data, "object")
        return {_read(key, k, f"{path}.{k}"): _read(inner, v, f"{path}.{k}") for k, v in data.items()}
    if kind is Any:
        return data
    if hasattr(kind, "from_json"):
        try:
            return kind.from_json(data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _WrongError(path, data, str(error)) from None
    if is_dataclass(kind):
        return _read_dataclass(kind, data, path)
    return _read_scalar(kind, data, path)


def _read_dataclass(kind: Any, data: Any, path: str) -> Any:
    if not isinstance(data, dict):
        raise _WrongError(path, data, "object")
    known = {f.name: f for f in fields(kind)}
    if unknown := sorted(set(data) - set(known)):
        raise _WrongError(f"{path}.{unknown[0]}".lstrip("."), data[unknown[0]], "no such field")
    values = {}
    for name, spec in known.items():
        where = f"{path}.{name}".lstrip(".")
        if name in data:
            values[name] = _read(_hints(kind)[name], data[name], where)
        elif spec.default is MISSING and spec.default_factory is MISSING:
            raise _WrongError(where, "", "a value")
    try:
        return kind(**values)
    except ValueError as error:
        raise _WrongError(path, "", str(error)) from None


def _read_tuple(inner: tuple[Any, ...], data: Any, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise _WrongError(path, data, "list")
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_read(inner[0], value, f"{path}[{i}]") for i, value in enumerate(data))
    if len(inner) != len(data):
        raise _WrongError(path, data, f"list of {len(inner)}")
    return tuple(_read(kind, value, f"{path}[{i}]") for i, (kind, value) in enumerate(zip(inner, data, strict=True)))


def _read_union(kinds: tuple[Any, ...], data: Any, path: str) -> Any:
    if data is None and type(None) in kinds:
        return None
    wrong: _WrongError | None = None
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return _read(kind, data, path)
        except _WrongError as error:
            wrong = error
    raise wrong or _WrongError(path, data, "null")


def _read_scalar(kind: Any, data: Any, path: str) -> Any:
    plain = {bool: (bool,), str: (str,), int: (int,), float: (int, float)}
    if kind in plain:
        if isinstance(data, plain[kind]) and (kind is bool or not isinstance(data, bool)):
            return kind(data)
        raise _WrongError(path, data, _expected(kind))
    try:
        return _read_word(kind, data)
    except (TypeError, ValueError):
        raise _WrongError(path, data, _expected(kind)) from None


def _read_word(kind: Any, data: Any) -> Any:
    if kind is timedelta:
        return timedelta(seconds=data)
    if kind is datetime:
        moment = datetime.fromisoformat(data)
        if moment.tzinfo is None:
            raise ValueError(data)
        return moment
    if kind in (date, time):
        return kind.fromisoformat(data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    raise TypeError(kind)


def _expected(kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(str(member.value) for member in kind)
    names = {int: "whole number", float: "number", str: "text", bool: "true or false", datetime: "moment with zone"}
    return names.get(kind, getattr(kind, "__name__", str(kind)))
