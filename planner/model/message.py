"""Sentences as values: a key and its values, rendered in the reader's language at the very end.

Nothing below the screens knows a language. A rule, an importer or the explainer
returns a `Message`; `planner.model.language.render` turns it into Swedish or English.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

__all__ = ["Message", "Money", "Text", "Value", "message"]


@dataclass(frozen=True, slots=True)
class Text:
    """A name in both languages, as the catalogue gives it.

    Parameters
    ----------
    sv, en
        The Swedish and the English wording.
    """

    sv: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.sv if language == "sv" else self.en


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in öre.

    Parameters
    ----------
    ore
        Amount in öre (1/100 krona).
    signed
        Show the sign also when positive, as in ``+312 kr``.
    """

    ore: int
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be rendered: key of the text and the values of its placeholders.

    Parameters
    ----------
    key
        Key of the text, for example ``rule.window.violation``.
    values
        Pairs of placeholder name and value. A ``datetime`` renders as time of day, a
        ``date`` as a short day, `Money` as an amount, `Text` in the reader's language, a
        nested `Message` as its sentence, a tuple as a list joined by "and".
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        from planner.model.language import render

        return render(self, "en")

    def to_json(self) -> dict[str, Any]:
        """Return the message as JSON data; the inverse of `from_json`."""
        return {"key": self.key, "values": {name: _value_to_json(value) for name, value in self.values}}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Message:
        """Read a message from what `to_json` wrote."""
        if not isinstance(data["key"], str):
            raise ValueError(f"not a message key: {data['key']!r}")
        return cls(data["key"], tuple((name, _value_from_json(value)) for name, value in data["values"].items()))


Value = str | int | float | date | datetime | Money | Text | Message | tuple[Any, ...]


def message(key: str, /, **values: Value) -> Message:
    """Build a `Message`; keyword order is kept.

    Parameters
    ----------
    key
        Key of the text.
    **values
        Values of the placeholders. ``from_`` stands for the placeholder ``from``.
    """
    return Message(key, tuple((name.rstrip("_"), value) for name, value in values.items()))


def _value_to_json(value: Value) -> Any:
    match value:
        case Money():
            return {"money": value.ore, "signed": value.signed}
        case Text():
            return {"text": {"sv": value.sv, "en": value.en}}
        case Message():
            return {"message": value.to_json()}
        case datetime():
            return {"clock": value.astimezone(UTC).isoformat()}
        case date():
            return {"day": value.isoformat()}
        case tuple():
            return {"list": [_value_to_json(part) for part in value]}
        case _:
            return value


def _value_from_json(data: Any) -> Value:
    match data:
        case {"money": int(ore), "signed": bool(signed)}:
            return Money(ore, signed)
        case {"text": {"sv": str(sv), "en": str(en)}}:
            return Text(sv, en)
        case {"message": dict(inner)}:
            return Message.from_json(inner)
        case {"clock": str(clock)}:
            return datetime.fromisoformat(clock)
        case {"day": str(day)}:
            return date.fromisoformat(day)
        case {"list": list(parts)}:
            return tuple(_value_from_json(part) for part in parts)
        case str() | int() | float():
            return data
        case _:
            raise ValueError(f"not a message value: {data!r}")
