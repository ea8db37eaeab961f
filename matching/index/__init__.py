"""Find the nearest vectors among the rows that are allowed: an exact oracle and FAISS behind it."""

from matching.index.base import Index, IndexConfig
from matching.index.exact import ExactIndex
from matching.index.faiss_index import FaissIndex
from matching.index.open import load_index

__all__ = ["ExactIndex", "FaissIndex", "Index", "IndexConfig", "load_index"]
