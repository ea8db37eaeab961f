"""Verification of employers, the arrears list, complaints, channels and their subscribers."""

from features.store.migrations.steps import run

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run ``release/*.sql``."""
    run("release")


def downgrade() -> None:
    """Not taken back: a backup is restored instead."""
    raise NotImplementedError("restore a backup to go back")
