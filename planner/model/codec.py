"""Values to JSON and back: one codec for every frozen dataclass of the model.

The class itself is the schema: field names, types and defaults. Aware datetimes are written in
UTC, dates and times as ISO, enums by value, timedeltas as seconds. Reading checks every type and
says where a value is wrong.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache, partial
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
        return _read(cls, data)
    except _WrongError as wrong:
        detail = {"value": wrong.value, "expected": wrong.expected}
        path = wrong.path.lstrip(".") or "(top)"
        raise InputError(
            FieldProblem(source=source, field=path, value=wrong.value, message=message("codec.wrong", **detail))
        ) from None


class _WrongError(Exception):
    """A value that cannot be read; every level it passes on its way up puts its name before the path."""

    def __init__(self, value: Any, expected: str, *, path: str = "") -> None:
        super().__init__(path)
        self.path, self.value, self.expected = path, str(value)[:80], expected


@cache
def _shape(cls: Any) -> dict[str, tuple[Any, bool]]:
    """Kind of each field of a dataclass, and whether it must be given."""
    hints = get_type_hints(cls)
    return {f.name: (hints[f.name], f.default is MISSING and f.default_factory is MISSING) for f in fields(cls)}


Reader = Callable[[Any], Any]


def _read(kind: Any, data: Any) -> Any:
    return _reader(kind)(data)


@cache
def _reader(kind: Any) -> Reader:
    """The function that reads a kind; found once, because thousands of values are read in a row."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return partial(_read_union, inner)
    if origin is tuple:
        return partial(_read_tuple, inner)
    if origin is dict:
        return partial(_read_dict, *inner)
    if kind is Any:
        return lambda data: data
    if hasattr(kind, "from_json"):
        return partial(_read_own, kind)
    if is_dataclass(kind):
        return partial(_read_dataclass, kind)
    return partial(_read_plain, kind) if kind in _PLAIN else partial(_read_word, kind)


def _read_own(kind: Any, data: Any) -> Any:
    try:
        return kind.from_json(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _WrongError(data, str(error)) from None


def _read_dict(key: Any, inner: Any, data: Any) -> Any:
    if not isinstance(data, dict):
        raise _WrongError(data, "object")
    found = {}
    for name, value in data.items():
        try:
            found[_read(key, name)] = _read(inner, value)
        except _WrongError as wrong:
            wrong.path = f".{name}{wrong.path}"
            raise
    return found


def _read_dataclass(kind: Any, data: Any) -> Any:
    if not isinstance(data, dict):
        raise _WrongError(data, "object")
    shape, values = _shape(kind), {}
    if unknown := sorted(set(data) - set(shape)):
        raise _WrongError(data[unknown[0]], "no such field", path=f".{unknown[0]}")
    for name, (inner, required) in shape.items():
        if name in data:
            try:
                values[name] = _reader(inner)(data[name])
            except _WrongError as wrong:
                wrong.path = f".{name}{wrong.path}"
                raise
        elif required:
            raise _WrongError("", "a value", path=f".{name}")
    try:
        return kind(**values)
    except ValueError as error:
        raise _WrongError("", str(error)) from None


def _read_tuple(inner: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple):
        raise _WrongError(data, "list")
    many = len(inner) == 2 and inner[1] is Ellipsis
    if not many and len(inner) != len(data):
        raise _WrongError(data, f"list of {len(inner)}")
    found = []
    for i, value in enumerate(data):
        try:
            found.append(_reader(inner[0] if many else inner[i])(value))
        except _WrongError as wrong:
            wrong.path = f"[{i}]{wrong.path}"
            raise
    return tuple(found)


def _read_union(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None and type(None) in kinds:
        return None
    wrong: _WrongError | None = None
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return _read(kind, data)
        except _WrongError as error:
            wrong = error
    raise wrong or _WrongError(data, "null")


_PLAIN: dict[Any, tuple[type, ...]] = {bool: (bool,), str: (str,), int: (int,), float: (int, float)}


def _read_plain(kind: Any, data: Any) -> Any:
    if isinstance(data, _PLAIN[kind]) and (kind is bool or not isinstance(data, bool)):
        return kind(data)
    raise _WrongError(data, _expected(kind))


def _read_word(kind: Any, data: Any) -> Any:
    try:
        if isinstance(data, bool):  # Python takes true for 1, and so for priority 1
            raise TypeError(kind)
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
    except (TypeError, ValueError):
        raise _WrongError(data, _expected(kind)) from None


def _expected(kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(str(member.value) for member in kind)
    names = {int: "whole number", float: "number", str: "text", bool: "true or false", datetime: "moment with zone"}
    return names.get(kind, getattr(kind, "__name__", str(kind)))
