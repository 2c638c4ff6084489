"""Errors by whose fault they are.

`InputError` belongs to whoever wrote the file or filled the form, `ServiceError`
to a service that may answer later, `ValueError` to the programmer. A visit that
"cannot be planned" is an answer (`Unassigned`), never an exception.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.model.finding import Finding
from planner.model.message import Message

__all__ = [
    "FieldProblem",
    "InputError",
    "NotAllowedError",
    "PlannerError",
    "ServiceError",
    "StaleError",
    "UnlawfulError",
    "VagueError",
]


class PlannerError(Exception):
    """Base of every error Fältplan raises on purpose.

    Parameters
    ----------
    message
        The sentence for the user, rendered in their language by whoever shows it.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """One wrong value: where it stands, what it is, and what is expected.

    Parameters
    ----------
    message
        Sentence that names the value and what is expected.
    source
        File name or form name; empty when unknown.
    row
        Row as the user counts it (the heading is row 1); None when it concerns the whole file.
    field
        Column heading or field name as the user sees it; empty when none.
    value
        The value as it was written.
    cure
        A value that would be accepted, offered as a one-click cure; None when there is none.
    """

    message: Message
    source: str = ""
    row: int | None = None
    field: str = ""
    value: str = ""
    cure: str | None = None


class InputError(PlannerError):
    """The input is at fault: message names file, row, field, value and what is expected.

    Parameters
    ----------
    problems
        Every wrong value found, at least one.
    """

    def __init__(self, *problems: FieldProblem) -> None:
        if not problems:
            raise ValueError("InputError needs at least one FieldProblem")
        super().__init__(problems[0].message)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(describe(problem) for problem in self.problems)


class ServiceError(PlannerError):
    """A routing, geocoding or database service failed; the call can be tried again."""


class NotAllowedError(PlannerError):
    """The actor's role does not allow the call."""


class UnlawfulError(PlannerError):
    """A plan breaks binding rules of working time; it can be published by whoever says why.

    Parameters
    ----------
    findings
        The rules that it breaks, at least one.
    """

    def __init__(self, message: Message, findings: tuple[Finding, ...]) -> None:
        super().__init__(message)
        self.findings = findings


class VagueError(PlannerError):
    """Somebody would be sent to places that are not known well enough; it can be done by whoever consents.

    Parameters
    ----------
    visits
        Names of the visits for people, at least one.
    """

    def __init__(self, message: Message, visits: tuple[str, ...]) -> None:
        super().__init__(message)
        self.visits = visits


class StaleError(PlannerError):
    """A save was based on an outdated version; nothing was written.

    Parameters
    ----------
    theirs
        The value as it is stored now, with its version; None where it is gone, or nobody can merge it.
    version
        Stored version; 0 where it is gone.
    by
        Id of whoever saved it last, where the audit knows.
    """

    def __init__(self, message: Message, *, theirs: object = None, version: int = 0, by: str = "") -> None:
        super().__init__(message)
        self.theirs = theirs
        self.version = version
        self.by = by


def describe(problem: FieldProblem) -> str:
    """Return one English line for a problem: file, row, column, then the sentence."""
    where = [problem.source] if problem.source else []
    if problem.row is not None:
        where.append(f"row {problem.row}")
    if problem.field:
        where.append(problem.field)
    return f"{', '.join(where)}: {problem.message}" if where else str(problem.message)
