"""Keep native libraries to one thread per request, so that requests share the cores fairly."""

from __future__ import annotations

import os

VARIABLES = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "POLARS_MAX_THREADS",
    "RAYON_NUM_THREADS", "TOKENIZERS_PARALLELISM",
)  # fmt: skip


def one_thread_each() -> None:
    """Tell OpenMP, BLAS, polars and the tokenizers to use one thread; before they are first loaded.

    A value set in the environment by the administrator stays.
    """
    for name in VARIABLES:
        os.environ.setdefault(name, "false" if name == "TOKENIZERS_PARALLELISM" else "1")
