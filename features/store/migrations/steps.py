"""Run one step's SQL scripts in the order of their numbers."""

from __future__ import annotations

from importlib.resources import files

from alembic import op


def run(folder: str) -> None:
    """Execute ``features/store/migrations/<folder>/*.sql`` inside the step's transaction."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    scripts = files("features.store.migrations") / folder
    for script in sorted(scripts.iterdir(), key=lambda path: path.name):
        if script.name.endswith(".sql"):
            connection.execute(script.read_text("utf-8"))
