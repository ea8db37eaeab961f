"""Read one large file one way, alone in this process, and say how long it took."""

from __future__ import annotations

import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

DAY = date(2026, 6, 1)


def by_library(path: Path, kind: str) -> tuple[int, int]:
    """Read the cells alone: polars for .csv, calamine for .xlsx. Gives rows and 0 sent back."""
    if path.suffix == ".csv":
        import polars as pl

        return pl.read_csv(path, skip_rows=1, infer_schema=False).height, 0
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(str(path)) as book:
        return len(book.get_sheet_by_index(0).to_python()) - 2, 0


def apart(path: Path, kind: Any) -> tuple[int, int]:
    """Read, check and search for repeated rows as ``springwind import`` does, in a process of its own."""
    from features.intake.apart import read_apart

    read = read_apart(kind, path, DAY)
    return read.accepted, len(read.rejected)


def within(path: Path, kind: Any) -> tuple[int, int]:
    """Do the same within this process."""
    from features.intake.read import read_file

    read = read_file(kind, path, DAY)
    return read.accepted, len(read.rejected)


WAYS = {"library": by_library, "apart": apart, "within": within}


def main() -> None:
    """Take way, kind and path from the command line; print one line of JSON."""
    way, kind, path = sys.argv[1:]
    began = time.perf_counter()
    accepted, rejected = WAYS[way](Path(path), kind)
    seconds = time.perf_counter() - began
    told = {"seconds": round(seconds, 2), "accepted": accepted, "rejected": rejected}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
