"""``springwind train coder``: make ``models/coder`` again from the open sources."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("coder")
@click.option(
    "--data", type=click.Path(path_type=Path, exists=True), required=True, envvar="SPRINGWIND_SHARED_DATA"
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("models/coder"), show_default=True)
@click.option("--encoder", type=str, default=None, help="folder of another encoder than the shipped one")
@click.option(
    "--corrections", type=click.Path(path_type=Path, exists=True), default=None, help="csv: title,code"
)
def command(data: Path, out: Path, encoder: str | None, corrections: Path | None) -> None:
    """Train the occupation coder. 训练职业编码模型。"""
    import polars as pl

    from matching.encode import load_encoder
    from matching.occupations import save_coder
    from training_jobs.occupations.card import card
    from training_jobs.occupations.train import Recipe, train_coder
    from training_jobs.texts import Texts

    texts, recipe = Texts(data), Recipe()
    put_right = pl.read_csv(corrections, infer_schema_length=0) if corrections else None
    coder = train_coder(texts, load_encoder(encoder), recipe, put_right)
    save_coder(coder, out)
    text = card(coder, texts, recipe)
    (out / "card.md").write_text(text, "utf-8")
    click.echo(text)
