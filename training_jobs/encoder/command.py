"""``springwind train encoder``: make ``models/encoder`` again from the open sources."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("encoder")
@click.option(
    "--data", type=click.Path(path_type=Path, exists=True), required=True, envvar="SPRINGWIND_SHARED_DATA"
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("models/encoder"), show_default=True)
@click.option("--seed", type=int, default=None, help="another seed than the recipe's")
@click.option("--epochs", type=int, default=None, help="another number of epochs than the recipe's")
def command(data: Path, out: Path, seed: int | None, epochs: int | None) -> None:
    """Train the bilingual static encoder. 训练中英双语编码器。"""
    from dataclasses import replace

    from rich.progress import Progress

    from matching.encode import load_encoder
    from training_jobs.encoder.card import card
    from training_jobs.encoder.folder import save
    from training_jobs.encoder.loop import Recipe
    from training_jobs.encoder.train import train_encoder
    from training_jobs.texts import Texts

    recipe = Recipe()
    recipe = replace(recipe, seed=seed or recipe.seed, epochs=epochs or recipe.epochs)
    with Progress() as progress:
        bar = progress.add_task("encoder", total=1.0)
        rows, tokens, counts = train_encoder(
            Texts(data), recipe, lambda share, _: progress.update(bar, completed=share)
        )
        progress.update(bar, completed=1.0)
    save(out, rows, tokens)
    text = card(load_encoder(out), Texts(data), recipe, counts)
    (out / "card.md").write_text(text, "utf-8")
    click.echo(text)
