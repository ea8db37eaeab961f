"""Train the occupation coder that ships in ``models/coder``."""

from training_jobs.occupations.command import command

__all__ = ["command"]
