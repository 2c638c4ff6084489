"""Somebody saved while I was changing the same thing: both changes side by side, and one press to keep both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import streamlit as st

from planner.desk import audit
from planner.model.codec import to_data
from planner.model.errors import PlannerError, StaleError
from planner.model.language import truncated
from planner.model.merge import Difference, Side, differences, merged
from planner.ui.field_words import field_name, value_words
from planner.ui.net import caught
from planner.ui.parts import icon
from planner.ui.plain import plain
from planner.ui.session import actor, desk, show_error, t, worded

__all__ = ["Conflict", "begin", "difference_table", "draw_conflict", "saved_or_compared", "saver"]

_OPEN = ".conflict"
_LABEL = 60
_SIDES: tuple[Side, Side] = ("theirs", "mine")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two changes of one thing.

    Parameters
    ----------
    what
        What it is called, in the title; anybody's words.
    base
        What I read; None where I made something new that exists already.
    mine, theirs
        What I made of it, and what is stored now, `version` being its version.
    by
        Id of whoever saved it; empty where nobody knows.
    follows
        Fields that the desk computes from others.
    """

    what: str
    base: Any
    mine: Any
    theirs: Any
    version: int
    by: str
    follows: tuple[str, ...] = ()

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Every part that one of us changed."""
        return differences(self.base, self.mine, self.theirs, follows=self.follows)

    def merged(self, choices: dict[str, Side]) -> Any:
        """What both changes make with what was chosen."""
        return merged(self.base, self.mine, self.theirs, choices=choices, follows=self.follows)

    def after(self, mine: Any, error: StaleError) -> Conflict:
        """The same once more: a third person was faster than my choice."""
        return replace(self, base=self.theirs, mine=mine, theirs=error.theirs, version=error.version, by=error.by)


def saver(by: str) -> str:
    """Return the name of whoever saved something."""
    return audit.name_of(desk(), actor(), by) if by else t("conflict.somebody")


def begin(name: str, conflict: Conflict) -> None:
    """Open the comparison of a screen; `draw_conflict` shows it in the same run."""
    st.session_state[f"{name}{_OPEN}"] = conflict


def saved_or_compared(name: str, save: Callable[[], object], *, what: str, base: Any, mine: Any) -> bool:
    """Save, and return whether that was done; else the comparison is open, or the reader is told why not.

    Parameters
    ----------
    name
        Name of the screen, as of `begin`.
    save
        Saves what I made.
    what, base, mine
        As of `Conflict`.
    """
    try:
        save()
    except StaleError as error:
        if error.theirs is None:
            show_error(error)
        else:
            found = Conflict(what=what, base=base, mine=mine, theirs=error.theirs, version=error.version, by=error.by)
            begin(name, found)
        return False
    except PlannerError as error:
        show_error(error)
        return False
    return True


def draw_conflict(name: str, *, save: Callable[[Any, int], object], done: Callable[[], None]) -> None:
    """Show both changes in a dialog, where a comparison is open, until they are merged or mine are dropped.

    Parameters
    ----------
    name
        Name of the screen; to be called in every run, after the place where `begin` may be called.
    save
        Saves a value on a version.
    done
        Forgets what was typed; the page is drawn anew afterwards.
    """
    now: Conflict | None = st.session_state.get(f"{name}{_OPEN}")
    if now is None:
        return

    def over() -> None:
        _close(name)
        done()
        st.rerun()

    @st.dialog(t("conflict.title", what=plain(now.what)), width="large", on_dismiss=lambda: _close(name))
    @caught
    def shown() -> None:
        pressed, choices = _drawn(now)
        if pressed == "merge" and _saved(name, now, choices, save):
            st.toast(t("conflict.merged"), icon=":material/check:")
            over()
        if pressed == "drop":
            over()

    shown()


def _close(name: str) -> None:
    st.session_state.pop(f"{name}{_OPEN}", None)


def _drawn(now: Conflict) -> tuple[str, dict[str, Side]]:
    """Draw the comparison; return what was pressed and chosen."""
    who, found = saver(now.by), now.differences
    st.warning(t("conflict.saved_by", who=plain(who), version=now.version), icon=":material/sync_problem:")
    difference_table(found, who=who)
    collisions = [one for one in found if one.collides]
    mine = any(one.mine != one.theirs for one in found)
    st.caption(t(f"conflict.{'nothing_new' if not mine else 'collide' if collisions else 'together'}"))
    choices = _choices(collisions, who=who, key=f"fp-conflict-{now.version}")
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="row-conflict-foot"):
        merge = mine and st.button(
            t("conflict.save_choice" if collisions else "conflict.merge"), type="primary", key="fp-conflict-merge",
            disabled=len(choices) < len(collisions),
        )  # fmt: skip
        drop = st.button(t("conflict.drop_mine"), type="tertiary", key="fp-conflict-drop")
    return "merge" if merge else "drop" if drop else "", choices


def _saved(name: str, now: Conflict, choices: dict[str, Side], save: Callable[[Any, int], object]) -> bool:
    try:
        both = now.merged(choices)
        save(both, now.version)
    except StaleError as error:
        if error.theirs is None:
            show_error(error)
            return False
        begin(name, now.after(both, error))
        st.rerun()
    except PlannerError as error:
        show_error(error)
        return False
    except ValueError as error:  # two values that are right alone and cannot be together
        st.error(plain(str(error)))
        return False
    return True


def _choices(collisions: Sequence[Difference], *, who: str, key: str) -> dict[str, Side]:
    """One choice a collision: theirs or mine, in words."""
    found: dict[str, Side] = {}
    for one in collisions:
        said = {"theirs": (who, one.theirs), "mine": (t("conflict.you"), one.mine)}
        words = {
            side: truncated(f"{name}: {_said(one.names, values)}", _LABEL) for side, (name, values) in said.items()
        }
        chosen = st.radio(
            _label(one), _SIDES, index=None, key=f"{key}-{one.names[0]}",
            format_func=worded(_SIDES, {side: plain(said) for side, said in words.items()}.__getitem__),
        )  # fmt: skip
        if chosen is not None:
            found[one.names[0]] = chosen
    return found


def difference_table(found: Iterable[Difference], *, who: str, with_mine: bool = True) -> None:
    """Draw what was, what they and what I made of it; the value that is kept is strong, a collision is marked.

    Parameters
    ----------
    who
        Their name.
    with_mine
        False leaves my column out: I wanted to remove the thing.
    """
    heads = [t("conflict.field"), t("conflict.before"), who, *([t("conflict.you")] if with_mine else [])]
    rows = "".join(_row(one, with_mine=with_mine) for one in found)
    head = "".join(f"<th scope='col'>{escape(one)}</th>" for one in heads)
    st.html(f'<div class="fp-diff"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>')


def _row(one: Difference, *, with_mine: bool) -> str:
    before, theirs, mine = (_said(one.names, side) for side in (one.before, one.theirs, one.mine))
    cells = [f"<td class='was'>{escape(before)}</td>", _cell(theirs, _state(one, one.theirs, one.mine))]
    cells += [_cell(mine, _state(one, one.mine, one.theirs))] if with_mine else []
    return f"<tr><th scope='row'>{escape(_label(one))}</th>{''.join(cells)}</tr>"


def _state(one: Difference, own: tuple[Any, ...], other: tuple[Any, ...]) -> str:
    """How a side's value stands: not changed, kept (perhaps with the other's beside it), or in collision."""
    if own == one.before:
        return "was"
    return "clash" if one.collides else "kept"


def _cell(words: str, state: str) -> str:
    mark = {"kept": icon("check"), "clash": icon("triangle")}.get(state, "")
    title = {"kept": t("conflict.kept"), "clash": t("conflict.choose")}.get(state, "")
    return f"<td class='{state}' title='{escape(title)}'>{mark}{escape(words)}</td>"


def _label(one: Difference) -> str:
    return ", ".join(field_name(name) for name in one.names)


def _said(names: Sequence[str], values: Sequence[Any]) -> str:
    return " · ".join(value_words(name, to_data(value)) for name, value in zip(names, values, strict=True))
