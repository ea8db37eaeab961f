"""Bring posts of a followed feed through the checks and the ledger of this office."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from features.records import Employer, Post, frame_schema
from features.store.feeds import Followed
from features.store.frames import row_values
from serving.release import changes, ledger
from serving.release.follow.fetch import Description
from serving.release.follow.found import Look
from serving.release.follow.line import Line
from serving.release.why import auto


class Bring:
    """Enter, change and release posts in the name of the person who decided to follow the feed."""

    def __init__(self, store: Any, feed: Followed, name: str, on: date) -> None:
        self._store, self._feed, self._name, self._on = store, feed, name, on

    def new(self, lines: dict[int, Line], told: Description, done: Look) -> None:
        """Enter posts that were not known yet, marked with their origin, and release what passes."""
        if not lines:
            return
        employers = self._employers(lines)
        posts = [
            Post.model_validate(
                {**line.post(), "post_id": 0, "employer_id": employers[line.employer],
                 "origin": line.origin_in(told.feed_id, told.name)}
            ) for line in lines.values()
        ]  # fmt: skip
        frame = pl.DataFrame([row_values(post) for post in posts], schema=frame_schema(Post), orient="row")
        ids = self._store.posts.add_frame(frame.drop("hired", "referred")).to_list()
        rows = [
            (number, post_id, post.origin, line.digest)
            for (number, line), post_id, post in zip(lines.items(), ids, posts, strict=True)
        ]
        self._store.feeds.keep(self._feed.followed_id, rows)
        self._release(ids, done)

    def again(self, row: dict[str, Any], line: Line, done: Look) -> None:
        """Take in the new words of a known post; one released anew there goes through the checks again."""
        before: Post = self._store.posts.get(row["post_id"])
        after = before.model_copy(update=Post.model_validate({**before.model_dump(), **line.post()}).__dict__)
        found = changes.change(
            self._store, after, self._on, who=self._feed.made_by, why=auto("followed_changed", self._name)
        )
        if found is None or not found.blocked:
            done.changed.append(row["post_id"])
        kept = (row["remote_id"], row["post_id"], row["origin"], line.digest)
        self._store.feeds.keep(self._feed.followed_id, [kept])
        if not row["live"]:
            self._revive(row["post_id"], done)

    def waiting(self, done: Look) -> None:
        """Release what was approved before its first day, or waited for its employer."""
        ids = self._store.feeds.posts(self._feed.followed_id).filter("live")["post_id"].to_list()
        if not ids:
            return
        approved = self._store.posts.frame(ids=ids, status="approved")["post_id"].to_list()
        ready = self._publishable(approved)
        ledger.publish(self._store, ready, self._on, who=self._feed.made_by, why=self._why)
        done.published.extend(ready)

    @property
    def _why(self) -> str:
        return auto("followed", self._name)

    def _release(self, ids: list[int], done: Look) -> None:
        found = ledger.check(self._store, ids, self._on, who=self._feed.made_by, why=self._why)
        clean = ledger.approve_clean(self._store, found, who=self._feed.made_by, why=self._why)
        ready = self._publishable(clean)
        ledger.publish(self._store, ready, self._on, who=self._feed.made_by, why=self._why)
        done.published.extend(ready)
        done.waiting.extend(sorted({*ids} - {*ready}))

    def _revive(self, post_id: int, done: Look) -> None:
        status = self._store.posts.get(post_id).status
        if status == "withdrawn":
            why = auto("followed_back")
            ledger.redraft(self._store, [post_id], who=self._feed.made_by, why=why)
        if status in ("withdrawn", "expired", "filled", "draft"):
            self._release([post_id], done)

    def _publishable(self, ids: list[int]) -> list[int]:
        """Leave what is open today and whose employer is not suspended here; the rest waits."""
        if not ids:
            return []
        posts = self._store.posts.frame(ids=ids)
        employers = self._store.employers.frame(ids=posts["employer_id"].unique().to_list())
        stopped = employers.filter("suspended")["employer_id"]
        open_ = (pl.col("opened_on") <= self._on) & (pl.col("closes_on") >= self._on)
        kept = posts.filter(open_ & ~pl.col("employer_id").is_in(stopped.implode()))
        found: list[int] = kept["post_id"].to_list()
        return found

    def _employers(self, lines: dict[int, Line]) -> dict[str, int]:
        """Give the number of each employer by name; who is not known here is entered, unverified."""
        wanted = {line.employer: line for line in lines.values()}
        names = self._store.employers.frame().select("name", "employer_id")
        known = names.filter(pl.col("name").is_in(list(wanted))).unique("name", keep="first")
        found: dict[str, int] = dict(known.iter_rows())
        missing = {name: line for name, line in wanted.items() if name not in found}
        if missing:
            rows = [
                row_values(
                    Employer(employer_id=0, name=name, division=line.division, simulated=line.simulated)
                )
                for name, line in missing.items()
            ]
            frame = pl.DataFrame(rows, schema=frame_schema(Employer), orient="row")
            found |= dict(zip(missing, self._store.employers.add_frame(frame).to_list(), strict=True))
        return found
