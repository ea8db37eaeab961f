"""Score the legal check on the golden sets, rule by rule, beside a plain list of forbidden words.

The frozen halves are only scored; errors are listed for the halves the rules were written against.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import click

from features.cli import language
from features.law.check import check_post, check_text
from features.records import Post
from features.say import Lang, say

DAY = date(2026, 3, 1)
SETS = ("law_dev", "law_frozen", "law2_dev", "law2_frozen")
STRUCTURED = ("below_minimum_wage", "missing_field")
"""Rules that need the other columns of a post; the sets hold words alone."""

WORDS = {
    "sex": ("限男", "限女", "男性优先", "女性优先", "女士优先", "男士优先", "只招男", "只招女"),
    "marital_fertility": ("已婚", "未婚", "已育", "未育", "怀孕"),
    "household_origin": ("本地户口", "本地人优先", "外地人勿扰", "限本地", "本市户籍"),
    "ethnicity_religion": ("限汉族", "汉族优先", "信教", "少数民族勿扰"),
    "carrier_disability": ("乙肝", "残疾", "四肢健全"),
    "deposit_fee": ("押金", "保证金", "服装费", "培训费", "体检费"),
    "identity_papers": ("扣押身份证", "押身份证", "抵押证件", "扣证"),
    "bait": ("保录用", "包就业", "轻松月入", "高薪诱"),
    "training_loan": ("培训贷", "分期", "贷款"),
    "minor": ("童工", "15岁", "14岁"),
    "age_ceiling": ("岁以下", "岁以内"),
    "other": ("刷单", "传销", "走私", "工伤自负", "不交社保"),
}
"""What a filter of forbidden words would look for: the plain method beside ours."""

Line = dict[str, Any]
Judge = Callable[[Line], dict[str, str]]


@dataclass
class Score:
    """Count, per rule, what was wanted, found and false; and what blocked right or wrong."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str, str]] = field(default_factory=list)
    block_right: int = 0
    block_wrong: int = 0
    block_missed: int = 0
    clean: int = 0
    clean_blocked: int = 0

    def add(self, line: Line, got: dict[str, str]) -> None:
        """Count one line; where a course is paid by loan, a fee found beside it is not counted wrong."""
        told = {r["rule"]: r["severity"] for r in line["rules"]}
        if "training_loan" in told and "deposit_fee" not in told:
            got = {rule: severity for rule, severity in got.items() if rule != "deposit_fee"}
        self.wanted.update(list(told))
        self.found.update(rule for rule in told if rule in got)
        self.false.update(rule for rule in got if rule not in told)
        self.errors += [("missed", rule, line["text"]) for rule in told if rule not in got]
        self.errors += [("false", rule, line["text"]) for rule in got if rule not in told]
        ours = {rule for rule, severity in got.items() if severity == "block"}
        right = {rule for rule, severity in told.items() if severity == "block"}
        self.block_right += len(ours & right)
        self.block_wrong += len(ours - right)
        self.block_missed += len(right - ours)
        self.clean += not told
        self.clean_blocked += not told and bool(ours)

    def shares(self) -> dict[str, float]:
        """Give recall over all rules, and precision and recall of what blocks."""
        return {
            "recall": _share(sum(self.found.values()), sum(self.wanted.values())),
            "block_precision": _share(self.block_right, self.block_right + self.block_wrong),
            "block_recall": _share(self.block_right, self.block_right + self.block_missed),
        }


@click.command()
@click.option(
    "--golden", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path("tests/golden")
)
@click.option(
    "--errors/--no-errors", default=True, help="list the errors of the halves rules are written against"
)
@click.option("--json", "as_json", is_flag=True)
def law(golden: Path, errors: bool, as_json: bool) -> None:
    """Legal check: precision and recall by rule, and posts a second. 岗位合法性检查。"""
    lines = {name: _lines(golden / f"{name}.jsonl") for name in SETS}
    lines = {name: found for name, found in lines.items() if found}
    rows = [
        (name, way, _scored(found, judge))
        for name, found in lines.items()
        for way, judge in (("words", by_words), ("rules", by_rules))
    ]
    speed = posts_a_second([line["text"] for found in lines.values() for line in found])
    if as_json:
        told = [_plain(name, way, score) for name, way, score in rows]
        click.echo(json.dumps({"sets": told, "posts_a_second": round(speed)}, ensure_ascii=False))
        return
    _show(rows, speed, errors, language())


def by_rules(line: Line) -> dict[str, str]:
    """Judge a line by the shipped rules: ``{rule: severity}``."""
    found = check_text(line["text"], DAY, title=line.get("title", ""))
    return {f.rule: f.severity for f in found if f.rule not in STRUCTURED}


def by_words(line: Line) -> dict[str, str]:
    """Judge a line by the list of forbidden words."""
    hits = (rule for rule, words in WORDS.items() if any(word in line["text"] for word in words))
    return {rule: "advise" if rule == "age_ceiling" else "block" for rule in hits}


def posts_a_second(texts: list[str]) -> float:
    """Measure whole posts checked per second of one core's time; each has six lines' worth of words."""
    posts = [
        Post(post_id=i + 1, employer_id=1, title="操作工", duties="。".join(texts[i : i + 6]), place="某镇",
             headcount=3, pay_raw="4000-6000", opened_on=DAY, closes_on=DAY)
        for i in range(0, len(texts) - 6, 3)
    ]  # fmt: skip
    for post in posts[:20]:  # rules and sentences are read once
        check_post(post, DAY)
    started = time.process_time()
    for post in posts:
        check_post(post, DAY)
    return len(posts) / (time.process_time() - started)


def _lines(path: Path) -> list[Line]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _scored(lines: list[Line], judge: Judge) -> Score:
    score = Score()
    for line in lines:
        score.add(line, judge(line))
    return score


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _plain(name: str, way: str, score: Score) -> dict[str, Any]:
    rules = {
        rule: {"wanted": score.wanted[rule], "found": score.found[rule], "false": score.false[rule]}
        for rule in sorted({*score.wanted, *score.false})
    }
    clean = {"clean": score.clean, "clean_blocked": score.clean_blocked}
    return {"set": name, "way": way, **score.shares(), **clean, "rules": rules}


def _show(rows: list[tuple[str, str, Score]], speed: float, errors: bool, lang: Lang) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    heads = ("set", "way", "wanted", "recall", "block_recall", "block_precision", "clean")
    table = Table(*(say(f"bench_law.{head}", lang) for head in heads), title=say("bench_law.title", lang))
    for name, way, score in rows:
        shares = score.shares()
        figures = [f"{shares[n]:.3f}" for n in ("recall", "block_recall", "block_precision")]
        wanted = f"{sum(score.found.values())} / {sum(score.wanted.values())}"
        table.add_row(
            name, say(f"bench_law.{way}", lang), wanted, *figures, f"{score.clean_blocked} / {score.clean}"
        )
    console.print(table)
    console.print(_by_rule(rows, lang))
    for name, kind, rule, text in _errors(rows) if errors else ():
        console.print(say(f"bench_law.{kind}", lang, set=name, rule=rule, text=text), markup=False)
    console.print(say("bench_law.speed", lang, speed=f"{speed:,.0f}"))


def _by_rule(rows: list[tuple[str, str, Score]], lang: Lang) -> Any:
    from rich.table import Table

    ours = [(name, score) for name, way, score in rows if way == "rules"]
    table = Table(
        say("bench_law.rule", lang), *(name for name, _ in ours), title=say("bench_law.by_rule", lang)
    )
    for rule in sorted({rule for _, score in ours for rule in (*score.wanted, *score.false)}):
        cells = [f"{s.found[rule]} / {s.wanted[rule]}  +{s.false[rule]}" for _, s in ours]
        table.add_row(rule, *cells)
    return table


def _errors(rows: list[tuple[str, str, Score]]) -> Iterator[tuple[str, str, str, str]]:
    for name, way, score in rows:
        if way == "rules" and name.endswith("_dev"):
            yield from ((name, *error) for error in score.errors)
