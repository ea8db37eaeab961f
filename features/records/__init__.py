"""The nouns: worker, employer, post, referral, fair, release. Typed and frozen.

Each field says its unit and its allowed use (rank, gate, audit, never); ``spec`` reads both back.
"""

from features.records.arrears import Arrears
from features.records.attendance import Attendance
from features.records.course import Course
from features.records.employer import Employer
from features.records.fair import Booth, Fair, Invitation
from features.records.field import Meta, Record, Use, fields_for, frame_schema, spec
from features.records.post import Post
from features.records.referral import Referral
from features.records.release import LedgerEntry
from features.records.worker import Identity, StatusEntry, Worker

__all__ = [
    "Arrears", "Attendance", "Booth", "Course", "Employer", "Fair", "Identity", "Invitation",
    "LedgerEntry", "Meta", "Post", "Record", "Referral", "StatusEntry", "Use", "Worker", "fields_for",
    "frame_schema", "spec",
]  # fmt: skip
