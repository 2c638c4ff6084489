"""Reads rows of a YAML file field by field; a wrong value is an `InputError` that names file and field."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, NoReturn

import yaml

try:
    from yaml import CSafeLoader
except ImportError:  # PyYAML without its compiled part reads the same, ten times slower
    from yaml import SafeLoader as CSafeLoader  # type: ignore[assignment]

from planner.model.errors import FieldProblem, InputError
from planner.model.message import Message, Text, Value, message

__all__ = ["Row", "read_yaml"]


def read_yaml(path: Path) -> Row:
    """Return the outermost mapping of a YAML file.

    Raises
    ------
    InputError
        If the file is missing, is not YAML, or holds no mapping.
    """
    top = Row(source=path.name, field="", data={})
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=CSafeLoader)
    except OSError:
        top.fail("", message("catalogue.missing_file"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        top.fail("", message("catalogue.not_yaml", detail=str(error)))
    return top.inner("", data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A mapping of a YAML file that knows where it stands.

    Parameters
    ----------
    source
        Name of the file.
    field
        Path of the mapping in the file, for example ``skills.wifi``.
    data
        The mapping as it was read.
    """

    source: str
    field: str
    data: dict[str, Any]

    def fail(self, name: str, why: Message, value: object = "") -> NoReturn:
        """Raise an `InputError` for one field of this row."""
        where = ".".join(part for part in (self.field, name) if part)
        raise InputError(FieldProblem(message=why, source=self.source, field=where, value=str(value)))

    def expected(self, name: str, value: object, expected: Value) -> NoReturn:
        """Raise an `InputError` that says what a field's value should have been."""
        self.fail(name, message("catalogue.expected", value=str(value), expected=expected), value)

    def value(self, name: str) -> Any:
        """Return a field as it was read."""
        if name not in self.data:
            self.fail(name, message("catalogue.missing_field", name=name))
        return self.data[name]

    def string(self, name: str) -> str:
        """Return a field that is a text without language, not empty."""
        value = self.value(name)
        return value if isinstance(value, str) and value else self.expected(name, value, message("catalogue.a_text"))

    def flag(self, name: str) -> bool:
        """Return a field that is true or false."""
        value = self.value(name)
        return value if isinstance(value, bool) else self.expected(name, value, "true, false")

    def number(self, name: str, least: float, most: float) -> float:
        """Return a field that is a number within limits, both included."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            self.expected(name, value, message("catalogue.between", least=str(least), most=str(most)))
        return float(value)

    def whole(self, name: str, least: int, most: int) -> int:
        """Return a field that is a whole number within limits, both included."""
        number = self.number(name, least, most)
        return int(number) if number.is_integer() else self.expected(name, number, message("catalogue.a_whole_number"))

    def one_of(self, name: str, known: Collection[str]) -> str:
        """Return a field that is one of the known ids."""
        value = self.string(name)
        return value if value in known else self._unknown(name, value, known)

    def all_of(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """Return a field that is a list of known ids."""
        found = self.items(name)
        for value in found:
            if not isinstance(value, str) or value not in known:
                self._unknown(name, value, known)
        return found

    def text(self, name: str) -> Text:
        """Return a field that holds a Swedish and an English text."""
        return self.inner(name, self.value(name)).both()

    def both(self) -> Text:
        """Return this row itself as a text in both languages."""
        return Text(self.string("sv"), self.string("en"))

    def clock(self, name: str) -> time | None:
        """Return a time of day ``HH:MM``; None for ``24:00``."""
        value = self.string(name)
        if value == "24:00":
            return None
        try:
            return time.fromisoformat(value)
        except ValueError:
            self.expected(name, value, "HH:MM")

    def items(self, name: str) -> tuple[Any, ...]:
        """Return a field that is a list."""
        value = self.value(name)
        return tuple(value) if isinstance(value, list) else self.expected(name, value, message("catalogue.a_list"))

    def rows(self, name: str) -> Iterator[Row]:
        """Yield the mappings of a list, each named by its id where it has one."""
        for number, data in enumerate(self.items(name), start=1):
            tag = data.get("id", number) if isinstance(data, dict) else number
            yield self.inner(f"{name}.{tag}", data)

    def by_id(self, name: str) -> dict[str, Row]:
        """Return the mappings of a list by their ids."""
        found: dict[str, Row] = {}
        for row in self.rows(name):
            if row.string("id") in found:
                row.fail("id", message("catalogue.twice", value=row.string("id")), row.string("id"))
            found[row.string("id")] = row
        return found

    def inner(self, name: str, data: object) -> Row:
        """Return a mapping below this one."""
        if not isinstance(data, dict):
            self.expected(name, data, message("catalogue.a_mapping"))
        where = ".".join(part for part in (self.field, name) if part)
        return Row(source=self.source, field=where, data=data)

    def _unknown(self, name: str, value: object, known: Collection[str]) -> NoReturn:
        self.fail(name, message("catalogue.unknown", value=str(value), known=", ".join(sorted(known))), value)
