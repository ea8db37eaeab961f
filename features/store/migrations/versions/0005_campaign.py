"""The plan of a fair's day, check-ins, intentions and what was changed by hand."""

from features.store.migrations.steps import run

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run ``campaign/*.sql``."""
    run("campaign")


def downgrade() -> None:
    """Not taken back: a backup is restored instead."""
    raise NotImplementedError("restore a backup to go back")
