"""Read whole columns: every distinct cell once, joined back to its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl


def read_column(
    column: pl.Series, read: Callable[[str], Sequence[Any]], schema: dict[str, pl.DataType]
) -> pl.DataFrame:
    """Give one row per cell of ``column`` with the values ``read`` finds, nulls where the cell is null.

    ``read`` returns one value per column of ``schema``; it is called once per distinct cell.
    """
    distinct = column.drop_nulls().unique(maintain_order=True)
    values = [read(cell) for cell in distinct.to_list()]
    table = pl.DataFrame(values, schema=schema, orient="row") if values else pl.DataFrame(schema=schema)
    table = table.with_columns(distinct.alias("_cell"))
    keys = pl.DataFrame({"_cell": column.cast(pl.String)})
    return keys.join(table, on="_cell", how="left", maintain_order="left").drop("_cell")
