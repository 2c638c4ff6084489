"""Tables: key columns for queries beside a JSON body of the model's own dataclass. No SQL of one database only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

__all__ = [
    "SCHEMA_VERSION",
    "absence",
    "depot",
    "event",
    "job",
    "meta",
    "metadata",
    "plan",
    "progress",
    "published",
    "request",
    "setting",
    "technician",
    "vehicle",
]

SCHEMA_VERSION = 1
"""Counts the changes of the tables; a database of a newer one is refused."""

metadata = sa.MetaData()


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


def _id(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(200), **options)


def _body() -> sa.Column[str]:
    return sa.Column("body", sa.Text, nullable=False)


def _version() -> sa.Column[int]:
    return sa.Column("version", sa.Integer, nullable=False)


meta = sa.Table("meta", metadata, _id("name", primary_key=True), sa.Column("value", sa.Text, nullable=False))

request = sa.Table(
    "request",
    metadata,
    _id("request_id", primary_key=True),
    sa.Column("status", sa.String(20), nullable=False, index=True),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("created_at", Moment, index=True),
    _version(),
    _body(),
)

technician = sa.Table("technician", metadata, _id("technician_id", primary_key=True), _version(), _body())

absence = sa.Table(
    "absence",
    metadata,
    _id("technician_id", primary_key=True),
    sa.Column("starts", Moment, primary_key=True),
    sa.Column("ends", Moment, nullable=False),
    _body(),
)

depot = sa.Table("depot", metadata, _id("depot_id", primary_key=True), _body())
vehicle = sa.Table("vehicle", metadata, _id("vehicle_id", primary_key=True), _body())
setting = sa.Table("setting", metadata, _id("name", primary_key=True), _version(), _body())

plan = sa.Table(
    "plan",
    metadata,
    _id("plan_id", primary_key=True),
    sa.Column("day", Day, nullable=False),
    _version(),
    _id("parent"),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    _id("created_by", nullable=False),
    sa.Column("planned", sa.Integer, nullable=False),
    sa.Column("unassigned", sa.Integer, nullable=False),
    sa.Column("violations", sa.Integer, nullable=False),
    sa.Column("price_ore", sa.BigInteger, nullable=False),
    _body(),
    sa.UniqueConstraint("day", "version"),
)
"""Immutable versions; only `status` moves."""

published = sa.Table(
    "published",
    metadata,
    sa.Column("day", Day, primary_key=True),
    sa.Column("plan_id", sa.ForeignKey("plan.plan_id"), nullable=False),
    sa.Column("published_at", Moment, nullable=False),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=True),
    _id("client_uuid", nullable=False, unique=True),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("type", sa.String(50), nullable=False),
    _id("request_id", index=True),
    _id("technician_id"),
    _body(),
)
"""Append-only: no code updates or deletes a row."""

job = sa.Table(
    "job",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    _id("job_id", nullable=False, unique=True),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("day", Day, nullable=False),
    sa.Column("time_limit_s", sa.Float, nullable=False),
    sa.Column("seed", sa.Integer, nullable=False),
    _id("actor", nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("heartbeat", Moment),
    sa.Column("pid", sa.Integer),
    sa.Column("cancel", sa.Boolean, nullable=False, default=False),
    _id("plan_id"),
    sa.Column("error", sa.Text),
    sa.Column("input", sa.Text, nullable=False),
)

progress = sa.Table(
    "progress",
    metadata,
    sa.Column("progress_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("job_id", sa.ForeignKey("job.job_id"), nullable=False, index=True),
    sa.Column("elapsed_s", sa.Float, nullable=False),
    sa.Column("price_ore", sa.BigInteger, nullable=False),
    sa.Column("planned", sa.Integer, nullable=False),
)
