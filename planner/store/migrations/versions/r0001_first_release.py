"""The tables of the first release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID, MOMENT, DAY = sa.String(200), sa.String(27), sa.String(10)


def upgrade() -> None:
    """Make the tables of an empty database."""
    meta = op.create_table("meta", sa.Column("name", ID, primary_key=True), sa.Column("value", sa.Text, nullable=False))
    op.bulk_insert(meta, [{"name": "schema", "value": "1"}])
    op.create_table(
        "request",
        sa.Column("request_id", ID, primary_key=True),
        sa.Column("status", sa.String(20), nullable=False, index=True),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("created_at", MOMENT, index=True),
        *_version_and_body(),
    )
    op.create_table("technician", sa.Column("technician_id", ID, primary_key=True), *_version_and_body())
    op.create_table(
        "absence",
        sa.Column("technician_id", ID, primary_key=True),
        sa.Column("starts", MOMENT, primary_key=True),
        sa.Column("ends", MOMENT, nullable=False),
        _body(),
    )
    op.create_table("depot", sa.Column("depot_id", ID, primary_key=True), _body())
    op.create_table("vehicle", sa.Column("vehicle_id", ID, primary_key=True), _body())
    op.create_table("setting", sa.Column("name", ID, primary_key=True), *_version_and_body())
    _make_plans()
    _make_events()
    _make_jobs()


def downgrade() -> None:
    """Remove every table."""
    for name in (
        "progress", "job", "event", "published", "plan", "setting", "vehicle", "depot", "absence", "technician",
        "request", "meta",
    ):  # fmt: skip
        op.drop_table(name)


def _body() -> sa.Column[str]:
    return sa.Column("body", sa.Text, nullable=False)


def _version_and_body() -> tuple[sa.Column[int], sa.Column[str]]:
    return sa.Column("version", sa.Integer, nullable=False), _body()


def _make_plans() -> None:
    op.create_table(
        "plan",
        sa.Column("plan_id", ID, primary_key=True),
        sa.Column("day", DAY, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("parent", ID),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("planned", sa.Integer, nullable=False),
        sa.Column("unassigned", sa.Integer, nullable=False),
        sa.Column("violations", sa.Integer, nullable=False),
        sa.Column("price_ore", sa.BigInteger, nullable=False),
        _body(),
        sa.UniqueConstraint("day", "version"),
    )
    op.create_table(
        "published",
        sa.Column("day", DAY, primary_key=True),
        sa.Column("plan_id", ID, sa.ForeignKey("plan.plan_id"), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
    )


def _make_events() -> None:
    op.create_table(
        "event",
        sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("client_uuid", ID, nullable=False, unique=True),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("type", sa.String(50), nullable=False),
        sa.Column("request_id", ID, index=True),
        sa.Column("technician_id", ID),
        _body(),
    )


def _make_jobs() -> None:
    op.create_table(
        "job",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("job_id", ID, nullable=False, unique=True),
        sa.Column("state", sa.String(20), nullable=False, index=True),
        sa.Column("day", DAY, nullable=False),
        sa.Column("time_limit_s", sa.Float, nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("actor", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("heartbeat", MOMENT),
        sa.Column("pid", sa.Integer),
        sa.Column("cancel", sa.Boolean, nullable=False),
        sa.Column("plan_id", ID),
        sa.Column("error", sa.Text),
        sa.Column("input", sa.Text, nullable=False),
    )
    op.create_table(
        "progress",
        sa.Column("progress_id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("job_id", ID, sa.ForeignKey("job.job_id"), nullable=False, index=True),
        sa.Column("elapsed_s", sa.Float, nullable=False),
        sa.Column("price_ore", sa.BigInteger, nullable=False),
        sa.Column("planned", sa.Integer, nullable=False),
    )
