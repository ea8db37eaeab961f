"""Accounts, roles and the window's work."""

from features.store.migrations.steps import run

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run ``access/*.sql``."""
    run("access")


def downgrade() -> None:
    """Not taken back: a backup is restored instead."""
    raise NotImplementedError("restore a backup to go back")
