"""What the command line says: plans, judgements and faults as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model.errors import FieldProblem
from planner.model.language import TEAM_ZONE, money_text, render, text
from planner.model.message import Message
from planner.model.plan import Plan
from planner.model.reasons import Unassigned, Verdict, Violation

__all__ = ["judgement_lines", "law_lines", "plan_lines", "problem_line"]


def plan_lines(plan: Plan, language: str) -> Iterator[str]:
    """Give what the plan holds, what to know about it, and what it leaves out and why."""
    yield from plan.summary(language).splitlines()
    for note in plan.notes:
        yield text("cli.note", language, note=_sentence(note, plan, language))
    for left in plan.left_requests:
        yield text("cli.unassigned", language, visit=left.visit_id, title=left.title, priority=f"P{left.priority}")
        for line in _why(left, plan, language):
            yield f"    {line}"
    for violation in plan.violations:
        yield _violation_line(violation, language, plan.time_zone)
    yield from law_lines(plan, language)


def law_lines(plan: Plan, language: str) -> Iterator[str]:
    """Give what the working-time law says of the plan, hard findings first."""
    for one in plan.law:
        said = _sentence(one.message, plan, language)
        yield text("cli.law" if one.hard else "cli.law_warning", language, rule=one.rule, said=said)


def judgement_lines(verdict: Verdict, language: str, *, zone: str = TEAM_ZONE) -> Iterator[str]:
    """Give every violation, the price term by term, and whether the plan is accepted."""
    for violation in verdict.violations:
        yield _violation_line(violation, language, zone)
    for term in verdict.price.terms:
        yield _row(text(f"views.price.{term.term}", language), money_text(term.ore, language))
    yield _row(text("cli.total", language), money_text(verdict.price.total_ore, language))
    hard = sum(violation.hard for violation in verdict.violations)
    yield text("cli.rejected", language, count=hard) if hard else text("cli.accepted", language)


def problem_line(problem: FieldProblem, language: str) -> str:
    """Return file, row and column, then what is wrong there."""
    row = [text("cli.row", language, row=str(problem.row))] if problem.row is not None else []
    where = ", ".join(part for part in (problem.source, *row, problem.field) if part)
    said = render(problem.message, language)
    return f"{where}: {said}" if where else said


def _why(left: Unassigned, plan: Plan, language: str) -> Iterator[str]:
    for reason in left.reasons:
        yield _sentence(reason.message, plan, language)
        for cure in reason.cures:
            yield f"→ {_sentence(cure.message, plan, language)}"


def _sentence(said: Message, plan: Plan, language: str) -> str:
    return render(said, language, zone=plan.time_zone)


def _violation_line(violation: Violation, language: str, zone: str) -> str:
    said = render(violation.message, language, zone=zone)
    return text("cli.violation", language, rule=violation.rule, said=said)


def _row(label: str, amount: str) -> str:
    return f"{label:<28} {amount:>14}"
