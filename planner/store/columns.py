"""Kinds of columns that both databases keep alike: moments, days, lines of text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from planner.model.errors import FieldProblem, InputError
from planner.model.message import message

__all__ = ["Day", "Line", "Moment"]


class Moment(sa.TypeDecorator[datetime]):
    """An aware moment as UTC text of fixed width, which sorts as time does on every database."""

    impl = sa.String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """Write a moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: moments need a zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """Read a moment."""
        return None if value is None else datetime.fromisoformat(value)


class Day(sa.TypeDecorator[date]):
    """A day as ISO text."""

    impl = sa.String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Any) -> str | None:
        """Write a day."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Any) -> date | None:
        """Read a day."""
        return None if value is None else date.fromisoformat(value)


class Line(sa.TypeDecorator[str]):
    """Text somebody may have chosen: what one database cannot keep, none takes.

    PostgreSQL refuses a text that is too long or holds a zero; SQLite would keep both.
    """

    impl = sa.String
    cache_ok = True

    def __init__(self, longest: int) -> None:
        super().__init__(longest)
        self.longest = longest

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Write a text, or refuse it."""
        if value is not None and (len(value) > self.longest or _UNKEPT.search(value)):
            seen = _UNKEPT.sub("?", value[:40])
            sentence = message("store.no_line", value=seen, longest=self.longest)
            raise InputError(FieldProblem(message=sentence, value=seen))
        return value


_UNKEPT = re.compile("[\x00\ud800-\udfff]")
