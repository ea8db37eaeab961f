"""Train the rows: symmetric multiple-negatives loss, same-occupation negatives masked, Matryoshka."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from torch.nn import functional

from matching.types import Floats, Ints
from training_jobs.encoder.optimiser import RowAdam
from training_jobs.encoder.pairs import Source


@dataclass(frozen=True, slots=True)
class Recipe:
    """Say how the encoder is trained; saved in its card."""

    dim: int = 256
    """Dimensions of the vectors."""
    nested: tuple[int, ...] = (128, 64)
    """Shorter heads of the same vectors that are trained to work alone (Matryoshka)."""
    least: int = 2
    """Occurrences from which a Han character or pair gets a row."""
    least_latin: int = 6
    """Occurrences from which a whole Latin word that is no piece of MiniLM gets a row."""
    most_han: int = 34_000
    """Rows for Han characters and pairs at most."""
    batch: int = 512
    epochs: int = 3
    rate: float = 3e-3
    """Learning rate at the start; it falls to zero in a straight line."""
    latin_pace: float = 0.3
    """Share of the rate for Latin rows: they start from MiniLM's view and would forget it."""
    seed: int = 20250101
    threads: int = 1
    """Threads of the training: with one, the same seed gives the same bits."""


@dataclass(frozen=True, slots=True)
class _Encoded:
    left: list[Ints]
    right: list[Ints]
    label: Ints
    first: Ints
    second: Ints
    source: Source


def train(
    recipe: Recipe,
    tokens: Tokenizer,
    rows: Floats,
    found: Sequence[Source],
    tick: Callable[[float, float], None],
) -> Floats:
    """Give the trained rows ``(vocabulary, dim)``; ``tick(share done, loss)`` is called every 20 steps."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    module = StaticEmbedding(tokens, embedding_weights=torch.from_numpy(rows.copy()))
    module.embedding.sparse = True  # only rows of the batch move: ten times faster than a dense step
    optimiser = RowAdam(module.embedding.weight, torch.from_numpy(_pace(tokens, recipe)), recipe.rate)
    encoded = [_encode(source, tokens) for source in found]
    plan = list(_plan(recipe, encoded))
    for step, (source, picked) in enumerate(plan):
        loss = _loss(module, encoded[source], picked, recipe)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step(1 - step / len(plan))
        if step % 20 == 0:
            tick(step / len(plan), float(loss.detach()))
    learned = module.embedding.weight.detach().numpy().copy()
    learned[0] = 0.0
    return np.asarray(learned, dtype=np.float32)


def _pace(tokens: Tokenizer, recipe: Recipe) -> Floats:
    words = sorted(tokens.get_vocab().items(), key=lambda pair: pair[1])
    return np.asarray(
        [1.0 if word[0] >= "\u3400" else recipe.latin_pace for word, _ in words], dtype=np.float32
    )


def _encode(source: Source, tokens: Tokenizer) -> _Encoded:
    left, right = (
        [np.asarray([i for i in e.ids if i], dtype=np.int64) for e in tokens.encode_batch_fast(side)]
        for side in (source.left, source.right)
    )
    label, first, second = (_numbered(column, source) for column in (source.label, source.left, source.right))
    return _Encoded(left, right, label, first, second, source)


def _numbered(column: list[str], source: Source) -> Ints:
    numbers = {
        text: number for number, text in enumerate(sorted({*source.left, *source.right, *source.label}))
    }
    return np.asarray([numbers[text] for text in column], dtype=np.int64)


def _plan(recipe: Recipe, encoded: Sequence[_Encoded]) -> Iterator[tuple[int, Ints]]:
    """Give (source, rows) of every batch: sources shuffled among each other, never mixed in one batch."""
    rng = np.random.default_rng(recipe.seed)
    for _ in range(recipe.epochs):
        batches: list[tuple[int, Ints]] = []
        for number, part in enumerate(encoded):
            order = _repeated(len(part.left), part.source.repeat, rng)
            batches += [(number, order[i : i + recipe.batch]) for i in range(0, len(order), recipe.batch)]
        yield from (batches[i] for i in rng.permutation(len(batches)) if len(batches[i][1]) > 8)


def _repeated(n: int, repeat: float, rng: np.random.Generator) -> Ints:
    orders = [rng.permutation(n) for _ in range(max(1, round(repeat)))]
    return np.concatenate(orders).astype(np.int64)


def _loss(module: StaticEmbedding, part: _Encoded, picked: Ints, recipe: Recipe) -> torch.Tensor:
    left, right = (_vectors(module, side, picked) for side in (part.left, part.right))
    label, first, second = (torch.from_numpy(a[picked]) for a in (part.label, part.first, part.second))
    same = (label[:, None] == label) | (first[:, None] == first) | (second[:, None] == second)
    same |= first[:, None] == second
    same.fill_diagonal_(False)
    total = torch.zeros(())
    for dim in (recipe.dim, *recipe.nested):
        near = functional.normalize(left[:, :dim]) @ functional.normalize(right[:, :dim]).T
        logits = (near * part.source.scale).masked_fill(same, -1e4)
        aim = torch.arange(len(picked))
        total = total + functional.cross_entropy(logits, aim) + functional.cross_entropy(logits.T, aim)
    return total / (1 + len(recipe.nested))


def _vectors(module: StaticEmbedding, side: list[Ints], picked: Ints) -> torch.Tensor:
    chosen = [side[i] for i in picked]
    offsets = np.concatenate(([0], np.cumsum([len(ids) for ids in chosen])[:-1]))
    features = {"input_ids": torch.from_numpy(np.concatenate(chosen)), "offsets": torch.from_numpy(offsets)}
    pooled: torch.Tensor = module(features)["sentence_embedding"]
    return pooled
