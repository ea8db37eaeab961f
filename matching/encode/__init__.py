"""Turn texts into vectors: ``prepare`` them, then run the shipped static model or a larger one."""

from matching.encode.encoder import Encoder, StaticEncoder, encode_posts, encode_workers
from matching.encode.load import load_encoder, shipped
from matching.encode.prepare import prepare

__all__ = [
    "Encoder", "StaticEncoder", "encode_posts", "encode_workers", "load_encoder", "prepare", "shipped",
]  # fmt: skip
