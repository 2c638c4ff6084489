"""Audit, accounts, sessions, devices, links, pictures; subcontractors and sites; versions; leases of runs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID, MOMENT, DAY, HASH = sa.String(200), sa.String(27), sa.String(10), sa.String(64)
HAD_VERSION = ("request", "technician", "setting", "plan")
NEW_THINGS = ("vendor", "site")
NEW_VERSION = ("absence", "depot", "vehicle", "published")


def upgrade() -> None:
    """Go from 0001 to 0002."""
    for name in HAD_VERSION:
        with op.batch_alter_table(name) as table:
            table.alter_column("version", existing_type=sa.Integer(), existing_nullable=False, server_default="1")
    for name in NEW_VERSION:
        op.add_column(name, sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    for column in _of_runs():
        op.add_column("job", column)
    for name in NEW_THINGS:
        _make_things(name)
    _make_accounts()
    _make_links()
    _make_audit()
    _make_pictures()
    op.create_table(
        "extract",
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("part", sa.String(10), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_event_type_at", "event", ["type", "at"])
    # The revision says from now on which tables a database has.
    op.drop_table("meta")


def downgrade() -> None:
    """Go back from 0002 to 0001: accounts, sessions, devices, links, pictures, sites and the audit are lost."""
    for name in (
        *NEW_THINGS,
        "extract",
        "picture",
        "audit_head",
        "audit_subject",
        "audit",
        "secret",
        "link",
        "attempt",
        "device",
        "session",
        "identity",
        "account",
    ):
        op.drop_table(name)
    op.drop_index("ix_event_type_at", "event")
    with op.batch_alter_table("job") as table:
        for column in _of_runs():
            table.drop_column(column.name)
    for name in NEW_VERSION:
        with op.batch_alter_table(name) as table:
            table.drop_column("version")
    for name in HAD_VERSION:
        with op.batch_alter_table(name) as table:
            table.alter_column("version", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    meta = op.create_table("meta", sa.Column("name", ID, primary_key=True), sa.Column("value", sa.Text, nullable=False))
    op.bulk_insert(meta, [{"name": "schema", "value": "1"}])


def _of_runs() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("kind", sa.String(20), nullable=False, server_default="plan"),
        sa.Column("lease_until", MOMENT),
        sa.Column("owner", ID),
        sa.Column("attempt", sa.Integer, nullable=False, server_default="0"),
        sa.Column("input_version", HASH, nullable=False, server_default=""),
        sa.Column("best", sa.Text),
        sa.Column("searched_s", sa.Float, nullable=False, server_default="0"),
    )


def _make_things(name: str) -> None:
    op.create_table(
        name,
        sa.Column(f"{name}_id", ID, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("body", sa.Text, nullable=False),
    )


def _make_accounts() -> None:
    op.create_table(
        "account",
        sa.Column("account_id", ID, primary_key=True),
        sa.Column("login", ID, nullable=False, unique=True),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.Column("signed_in_at", MOMENT),
        sa.Column("password", sa.Text),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "identity",
        sa.Column("issuer", ID, primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column("account_id", ID, sa.ForeignKey("account.account_id"), nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.UniqueConstraint("account_id", "issuer"),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", HASH, primary_key=True),
        sa.Column("account_id", ID, sa.ForeignKey("account.account_id"), nullable=False, index=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False, index=True),
        sa.Column("client", sa.String(200), nullable=False),
        sa.Column("technician_id", ID),
    )
    op.create_table(
        "device",
        sa.Column("device_id", ID, primary_key=True),
        sa.Column("token_hash", HASH, nullable=False, unique=True),
        sa.Column("account_id", ID, sa.ForeignKey("account.account_id"), nullable=False, index=True),
        sa.Column("technician_id", ID, nullable=False, index=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False, index=True),
        sa.Column("revoked_at", MOMENT),
        sa.Column("client", sa.String(200), nullable=False),
        sa.Column("name", sa.String(60), nullable=False, server_default=""),
        sa.Column("mark", sa.String(64), nullable=False, server_default=""),
    )
    op.create_table(
        "attempt",
        sa.Column("attempt_id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("login", ID, nullable=False, index=True),
        sa.Column("address", HASH, nullable=False, index=True),
        sa.Column("succeeded", sa.Boolean, nullable=False),
    )


def _make_links() -> None:
    op.create_table(
        "link",
        sa.Column("link_id", ID, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("technician_id", ID, nullable=False, index=True),
        sa.Column("day", DAY),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.Column("used_at", MOMENT),
    )
    op.create_table("secret", sa.Column("name", ID, primary_key=True), sa.Column("value", sa.Text, nullable=False))


def _make_pictures() -> None:
    op.create_table(
        "picture",
        sa.Column("picture_id", ID, primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("request_id", ID, index=True),
        sa.Column("technician_id", ID, nullable=False, index=True),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False, index=True),
        sa.Column("actor_id", ID, nullable=False, index=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("call", sa.String(60), nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("digest", HASH, nullable=False),
        sa.Column("previous", HASH, nullable=False),
        sa.Column("hash", HASH, nullable=False),
    )
    op.create_table(
        "audit_subject",
        sa.Column("number", sa.Integer, sa.ForeignKey("audit.number"), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("subject_id", sa.String(250), primary_key=True),
        sa.Index("ix_audit_subject_kind_subject_id", "kind", "subject_id"),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("head_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", HASH, nullable=False),
    )
    op.bulk_insert(head, [{"head_id": 1, "number": 0, "hash": "0" * 64}])
