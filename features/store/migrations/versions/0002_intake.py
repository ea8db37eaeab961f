"""What intake keeps: corrections of headers, courses, attendance, uploads."""

from features.store.migrations.steps import run

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run ``intake/*.sql``."""
    run("intake")


def downgrade() -> None:
    """Not taken back: a backup is restored instead."""
    raise NotImplementedError("restore a backup to go back")
