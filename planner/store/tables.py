"""Tables: key columns for queries beside a JSON body of the model's own dataclass. No SQL of one database only."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from planner.store.columns import Day, Line, Moment

__all__ = [
    "Moment",
    "absence",
    "account",
    "attempt",
    "audit",
    "audit_head",
    "audit_subject",
    "depot",
    "device",
    "event",
    "extract",
    "identity",
    "job",
    "link",
    "metadata",
    "picture",
    "plan",
    "progress",
    "published",
    "request",
    "secret",
    "session",
    "setting",
    "site",
    "technician",
    "vehicle",
    "vendor",
]

metadata = sa.MetaData()


def _id(name: str, *, longest: int = 200, **options: Any) -> sa.Column[str]:
    return sa.Column(name, Line(longest), **options)


def _body() -> sa.Column[str]:
    return sa.Column("body", sa.Text, nullable=False)


def _version() -> sa.Column[int]:
    # A server default lets a migration add the column to rows that are there.
    return sa.Column("version", sa.Integer, nullable=False, server_default="1")


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
    _version(),
    _body(),
)

depot = sa.Table("depot", metadata, _id("depot_id", primary_key=True), _version(), _body())
vehicle = sa.Table("vehicle", metadata, _id("vehicle_id", primary_key=True), _version(), _body())
vendor = sa.Table("vendor", metadata, _id("vendor_id", primary_key=True), _version(), _body())
site = sa.Table("site", metadata, _id("site_id", primary_key=True), _version(), _body())
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
    _version(),
)

event = sa.Table(
    "event",
    metadata,
    sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=True),
    _id("client_uuid", nullable=False, unique=True),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("type", sa.String(50), nullable=False),
    *(_id("request_id", index=True), _id("technician_id")),
    _body(),
    sa.Index("ix_event_type_at", "type", "at"),
)
"""Append-only: no code updates or deletes a row."""

picture = sa.Table(
    "picture",
    metadata,
    _id("picture_id", primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    *(_id("request_id", index=True), _id("technician_id", nullable=False, index=True)),
    sa.Column("at", Moment, nullable=False, index=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""Photos and signatures, bare JPEGs; each has the id of its report."""

job = sa.Table(
    "job",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    _id("job_id", nullable=False, unique=True),
    sa.Column("kind", sa.String(20), nullable=False, server_default="plan"),
    sa.Column("state", sa.String(20), nullable=False, index=True),
    sa.Column("day", Day, nullable=False),
    sa.Column("time_limit_s", sa.Float, nullable=False),
    sa.Column("seed", sa.Integer, nullable=False),
    _id("actor", nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("started_at", Moment),
    sa.Column("ended_at", Moment),
    sa.Column("heartbeat", Moment),
    sa.Column("lease_until", Moment),
    _id("owner"),
    sa.Column("attempt", sa.Integer, nullable=False, server_default="0"),
    sa.Column("pid", sa.Integer),
    sa.Column("cancel", sa.Boolean, nullable=False, default=False),
    sa.Column("input_version", sa.String(64), nullable=False, server_default=""),
    sa.Column("best", sa.Text),
    sa.Column("searched_s", sa.Float, nullable=False, server_default="0"),
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

account = sa.Table(
    "account",
    metadata,
    _id("account_id", primary_key=True),
    _id("login", nullable=False, unique=True),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("demo", sa.Boolean, nullable=False),
    sa.Column("password", sa.Text),
    sa.Column("signed_in_at", Moment),
    _version(),
    _body(),
)
"""Who may sign in. `password`, a hash, is never shown; like `signed_in_at` it is no part of the body."""

identity = sa.Table(
    "identity",
    metadata,
    _id("issuer", primary_key=True),
    _id("subject", longest=255, primary_key=True),
    sa.Column("account_id", sa.ForeignKey("account.account_id"), nullable=False),
    sa.Column("linked_at", Moment, nullable=False),
    sa.UniqueConstraint("account_id", "issuer"),
)
"""Who somebody is at an OpenID provider: its address, and what it calls them; one for each account and provider."""

session = sa.Table(
    "session",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column("account_id", sa.ForeignKey("account.account_id"), nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False, index=True),
    sa.Column("client", Line(200), nullable=False),
    _id("technician_id"),
)
"""Browsers that are signed in, known by the hash of their cookie; `technician_id`: whom the demo's technician plays."""

device = sa.Table(
    "device",
    metadata,
    _id("device_id", primary_key=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("account_id", sa.ForeignKey("account.account_id"), nullable=False, index=True),
    _id("technician_id", nullable=False, index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False, index=True),
    sa.Column("revoked_at", Moment),
    sa.Column("client", Line(200), nullable=False),
    sa.Column("name", Line(60), nullable=False, server_default=""),
    sa.Column("mark", Line(64), nullable=False, server_default=""),
)
"""Devices that keep a technician's day, known by the hash of their cookie; one that was shut out stays to be told."""

attempt = sa.Table(
    "attempt",
    metadata,
    sa.Column("attempt_id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", Moment, nullable=False, index=True),
    _id("login", nullable=False, index=True),
    sa.Column("address", Line(64), nullable=False, index=True),
    sa.Column("succeeded", sa.Boolean, nullable=False),
)
"""Tries to sign in."""

link = sa.Table(
    "link",
    metadata,
    _id("link_id", primary_key=True),
    sa.Column("kind", sa.String(20), nullable=False),
    _id("technician_id", nullable=False, index=True),
    sa.Column("day", Day),
    sa.Column("created_at", Moment, nullable=False),
    _id("created_by", nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
    sa.Column("used_at", Moment),
)
"""Links that open one technician's calendar or day sheet without a sign-in, until they expire or are revoked."""

secret = sa.Table("secret", metadata, _id("name", primary_key=True), sa.Column("value", sa.Text, nullable=False))
"""What the server made for itself and shows nobody: keys of signatures. In backups, so that links go on working."""

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", Moment, nullable=False, index=True),
    _id("actor_id", nullable=False, index=True),
    sa.Column("role", sa.String(20), nullable=False),
    sa.Column("call", sa.String(60), nullable=False),
    sa.Column("content", sa.Text),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
"""Append-only chain of hashes; only `content` may be emptied, when the time to keep it is over."""

audit_subject = sa.Table(
    "audit_subject",
    metadata,
    sa.Column("number", sa.ForeignKey("audit.number"), primary_key=True),
    sa.Column("kind", sa.String(20), primary_key=True),
    _id("subject_id", longest=250, primary_key=True),
    sa.Index("ix_audit_subject_kind_subject_id", "kind", "subject_id"),
)

audit_head = sa.Table(
    "audit_head",
    metadata,
    sa.Column("head_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
"""One row: the end of the chain. Whoever appends locks it, so that the chain never forks."""

extract = sa.Table(
    "extract",
    metadata,
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("part", sa.String(10), primary_key=True),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
"""What the statistics of years are counted from, month by month; it is made anew from the other tables."""
