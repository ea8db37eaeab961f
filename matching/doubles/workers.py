"""Evidence that two registrations are one worker: keyed hashes agree, and what stands in clear.

No identity is opened. Two people of one name in one village, and twins on one telephone, must stay two:
what speaks against weighs as much as what speaks for, and a common name says less than a rare one
(Fellegi and Sunter 1969).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from matching.doubles.blocks import candidates
from matching.doubles.evidence import Evidence, crowd, overlap

COLUMNS = ("worker_id", "division", "place", "born_month", "education", "wanted")
TRACES = ("name", "id_number", "phone")


def evidence(workers: pl.DataFrame, window: int) -> Evidence:
    """Compare workers: ``COLUMNS`` and ``TRACES`` (numbers that are equal where the values are, or null)."""
    keys = [
        [pl.col("id_number")], [pl.col("phone")], [pl.col("name"), pl.col("born_month")],
        [pl.col("name"), pl.col("division").str.slice(0, 9)],
    ]  # fmt: skip
    order = workers.select(pl.struct("born_month", "name").rank("ordinal")).to_series().to_numpy()
    a, b = candidates(workers, keys, order, window)
    told = Evidence(workers, a, b)
    for name in TRACES:
        told.compare(name, workers[name])
    told.compare("month", workers["born_month"])
    told.compare("education", workers["education"])
    told.compare("place", workers["place"])
    told.compare("town", workers["division"])
    columns, n = told.columns, max(workers.height, 2)
    told.add("rare_name", columns["same_name"] * (np.log(np.float32(n)) - crowd(workers["name"], a)))
    told.add("shared_phone", columns["same_phone"] * crowd(workers["phone"], a))
    told.add("wanted", overlap(workers["wanted"], a, b))
    told.add("name_and_month", columns["same_name"] * columns["same_month"])
    told.add("name_and_phone", columns["same_name"] * columns["same_phone"])
    told.add("phone_and_month", columns["same_phone"] * columns["same_month"])
    return told
