"""One refused value as an error the screens can show beside its field."""

from __future__ import annotations

from planner.model.errors import FieldProblem, InputError
from planner.model.message import Value, message

__all__ = ["refusal"]


def refusal(key: str, /, *, field: str = "", value: str = "", **values: Value) -> InputError:
    """Return the error for a value that cannot be taken.

    Parameters
    ----------
    key
        Key of the sentence; `value` is one of its placeholders.
    field
        Field the value was given for.
    """
    return InputError(FieldProblem(field=field, value=value, message=message(key, value=value, **values)))
