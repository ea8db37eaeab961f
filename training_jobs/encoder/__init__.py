"""Train the static bilingual encoder that ships in ``models/encoder``."""

from training_jobs.encoder.command import command

__all__ = ["command"]
