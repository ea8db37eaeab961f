"""Proposed merges of records that may be the same."""

from features.store.migrations.steps import run

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run ``doubles/*.sql``."""
    run("doubles")


def downgrade() -> None:
    """Not taken back: a backup is restored instead."""
    raise NotImplementedError("restore a backup to go back")
