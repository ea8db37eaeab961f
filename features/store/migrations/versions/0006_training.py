"""What training leaves in the store beside the champion: drift checks, recommendations shown."""

from features.store.migrations.steps import run

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run ``training/*.sql``."""
    run("training")


def downgrade() -> None:
    """Not taken back: a backup is restored instead."""
    raise NotImplementedError("restore a backup to go back")
