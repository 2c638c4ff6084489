"""Words that shall be nowhere: found in every text of every table and replaced, ids kept.

Names, telephone numbers and addresses of somebody turn up where nobody planned for them: in the title of a request,
in a colleague's note, in the reason why a visit was left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from planner.model.job import JobState
from planner.store.columns import Line
from planner.store.tables import audit, audit_subject, job, metadata

__all__ = ["Words", "drop_runs", "empty_audit", "replace_everywhere"]

_SHORTEST = 3  # letters: a shorter name would be found inside everything
_AT_ONCE = 200


class Words:
    """Words and what stands in their place, found in any case, telephone numbers however they are grouped.

    Parameters
    ----------
    replacements
        New text by word; words of fewer than three letters are left out.
    """

    def __init__(self, replacements: Mapping[str, str]) -> None:
        kept = {word.strip(): new for word, new in replacements.items() if len(word.strip()) >= _SHORTEST}
        self._new = list(kept.values())
        longest_first = sorted(enumerate(kept), key=lambda one: -len(one[1]))
        parts = [f"(?P<w{at}>{_pattern(word)})" for at, word in longest_first]
        # A name may wear the s of the genitive, as names do in Swedish.
        self._find = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?=s?(?!\w))", re.I) if parts else None
        # In JSON some letters of a word are written otherwise.
        raw = {_pattern(one) for word in kept for one in (word, json.dumps(word, ensure_ascii=False)[1:-1])}
        self._raw = re.compile("|".join(sorted(raw)), re.I) if raw else None

    def stand_in(self, text: str | None) -> bool:
        """Whether a text, plain or JSON, holds one of the words."""
        return bool(text and self._raw and self._raw.search(text))

    def out_of(self, text: str) -> str:
        """Return a text, plain or JSON, with the words replaced."""
        if text[:1] in ("{", "["):
            try:
                return json.dumps(self._walk(json.loads(text)), ensure_ascii=False)
            except ValueError:
                pass  # a text that only begins like JSON
        return self._plain(text)

    def _plain(self, text: str) -> str:
        return self._find.sub(lambda match: self._new[int(str(match.lastgroup)[1:])], text) if self._find else text

    def _walk(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._plain(value)
        if isinstance(value, list):
            return [self._walk(one) for one in value]
        if isinstance(value, dict):
            return {name: self._walk(one) for name, one in value.items()}
        return value


def _pattern(word: str) -> str:
    digits = re.sub(r"[\s()/+-]", "", word)
    if digits.isdecimal() and len(digits) >= 6:
        return r"\+?" + r"[\s()/-]*".join(digits)
    return r"\s+".join(re.escape(part) for part in word.split())


def replace_everywhere(db: sa.Connection, words: Words) -> int:
    """Replace words in every text of every table but keys and the audit; return how many rows changed."""
    changed = 0
    for table in metadata.sorted_tables:
        if table.name in (audit.name, audit_subject.name):
            continue
        columns = [one for one in table.c if isinstance(one.type, sa.String | Line) and not _is_key(one)]
        if columns:
            changed += _replace_in(db, table, columns, words)
    return changed


def _is_key(column: sa.Column[Any]) -> bool:
    return bool(column.primary_key or column.foreign_keys or column.unique or column.name.endswith("_id"))


def _replace_in(db: sa.Connection, table: sa.Table, columns: list[sa.Column[Any]], words: Words) -> int:
    keys = list(table.primary_key)
    query = sa.select(*keys, *columns).execution_options(yield_per=_AT_ONCE)
    hit = [row for row in db.execute(query).mappings() if any(words.stand_in(row[one]) for one in columns)]
    for row in hit:
        values: dict[str, Any] = {one.name: words.out_of(row[one]) for one in columns if row[one]}
        if "version" in table.c and table.name != "plan":
            values["version"] = table.c.version + 1  # whoever has it open must read it again
        db.execute(table.update().where(*(key == row[key] for key in keys)).values(values))
    return len(hit)


def drop_runs(db: sa.Connection, ids: Collection[str], words: Words) -> int:
    """Drop what planning runs worked on and found where it speaks of one of some ids or words; stop those that work."""
    heavy = [one for one in job.c if one.name in ("input", "best", "error") and isinstance(one.type, sa.Text)]
    query = sa.select(job.c.job_id, job.c.state, *heavy).execution_options(yield_per=1)
    hit = [row.job_id for row in db.execute(query) if any(_speaks(row[at + 2], ids, words) for at in range(len(heavy)))]
    active = (JobState.QUEUED.value, JobState.RUNNING.value)
    for job_id in hit:
        this = job.c.job_id == job_id
        db.execute(job.update().where(this).values(input="", best=None, error=None))
        stop = job.update().where(this, job.c.state.in_(active))
        db.execute(stop.values(state=JobState.CANCELLED.value, cancel=True))
    return len(hit)


def empty_audit(db: sa.Connection, about: Collection[tuple[str, str]], ids: Collection[str], words: Words) -> int:
    """Empty the entries of the audit that speak of somebody; the chain stays whole.

    Parameters
    ----------
    about
        Pairs of kind and subject whose entries are emptied.
    ids
        Ids that make an entry speak of somebody wherever they stand in it.
    """
    query = sa.select(audit.c.number, audit.c.content).where(audit.c.content.is_not(None))
    rows = db.execute(query.execution_options(yield_per=_AT_ONCE))
    hit = {row.number for row in rows if _speaks(row.content, ids, words)} | set(_about(db, about))
    for number in hit:
        db.execute(audit.update().where(audit.c.number == number).values(content=None))
    return len(hit)


def _about(db: sa.Connection, about: Collection[tuple[str, str]]) -> Iterator[int]:
    for kind, subject_id in about:
        query = sa.select(audit_subject.c.number).where(audit_subject.c.kind == kind)
        yield from db.scalars(query.where(audit_subject.c.subject_id == subject_id))


def _speaks(text: str | None, ids: Collection[str], words: Words) -> bool:
    if text is None:
        return False
    return any(json.dumps(one, ensure_ascii=False) in text for one in ids) or words.stand_in(text)
