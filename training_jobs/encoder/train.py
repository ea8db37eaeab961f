"""Train the encoder from its sources: pairs, vocabulary, first rows, loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from tokenizers import Tokenizer

from matching.types import Floats
from training_jobs.encoder.loop import Recipe, train
from training_jobs.encoder.pairs import sources
from training_jobs.encoder.vocabulary import frequency_weight, minilm_pieces, start_rows, tokenizer, words
from training_jobs.texts import Texts


def train_encoder(
    texts: Texts, recipe: Recipe, tick: Callable[[float, float], None] = lambda share, loss: None
) -> tuple[Floats, Tokenizer, dict[str, int]]:
    """Give the rows, the tokenizer and the number of pairs per source.

    The same texts, recipe and number of threads give the same rows on the same processor.
    """
    found = sources(texts, recipe.seed)
    said = [text for source in found for text in dict.fromkeys([*source.left, *source.right])]
    vocabulary = words(said, minilm_pieces(), recipe.least, recipe.least_latin, recipe.most_han)
    tokens = tokenizer(vocabulary)
    rng = np.random.default_rng(recipe.seed)
    rows = start_rows(vocabulary, frequency_weight(said, tokens), recipe.dim, rng)
    learned = train(recipe, tokens, rows, found, tick)
    return learned, tokens, {source.name: len(source.left) for source in found}
