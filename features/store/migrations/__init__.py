"""The history of the tables, run by Alembic as ``springwind_owner``; packaged, so no ini file is needed."""
