"""A real spreadsheet or a sentence -> records, and the rows sent back with their reasons."""

from features.intake.sentence import Profile, read_sentence

__all__ = ["Profile", "read_sentence"]
