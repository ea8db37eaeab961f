"""All tables of the house, with constraints, roles' rights and row-level security from the start."""

from importlib.resources import files

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run ``first/*.sql`` in order of their numbers."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    folder = files("features.store.migrations") / "first"
    for script in sorted(folder.iterdir(), key=lambda path: path.name):
        connection.execute(script.read_text("utf-8"))


def downgrade() -> None:
    """Take everything away again."""
    op.execute("DROP OWNED BY springwind_owner")
