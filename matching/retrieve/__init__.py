"""Find what is near among what the gates let through: vectors and words, fused by a stated weight."""

from matching.retrieve.lexical import Lexical
from matching.retrieve.retriever import Found, RetrieveConfig, Retriever

__all__ = ["Found", "Lexical", "RetrieveConfig", "Retriever"]
