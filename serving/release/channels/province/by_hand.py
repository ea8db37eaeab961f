"""Where the provincial platform is fed by hand: the file to upload, and the list of errors that came back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from features.errors import InputError
from features.store.province import Told
from serving.board import Board
from serving.channels import ChannelSettings
from serving.release.channels.plain import plain
from serving.release.channels.province.dictionary import load
from serving.release.channels.province.difference import Kind, difference
from serving.release.channels.province.upload import Uploaded, note_faults
from serving.release.wanted import CodesOf, shipped_codes

FORMULA = ("=", "+", "-", "@", "\t", "\r")
RETURNED = ("code", "field", "message")


def write(
    store: Any,
    board: Board,
    channels: ChannelSettings,
    out: Path,
    kind: Kind,
    codes_of: CodesOf = shipped_codes,
) -> Uploaded:
    """Write what has to be told as CSV in ministry codes (UTF-8 with a mark, as Excel reads it).

    Posts to take back stand in it with their status alone. What is written counts as taken until errors
    come back.
    """
    dictionary = load(channels.province_dictionary)
    batch = difference(board, store.province.frame(), dictionary, kind, codes_of)
    done = Uploaded(batches=[out.stem[:80]])
    codes, words = [field.code for field in dictionary.fields], dictionary.words.get("status", {})
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(codes)
    table.writerows([_cell(row[code]) for code in codes] for row in batch.rows.to_dicts())
    for row in batch.removed.to_dicts():
        told = {
            dictionary.key: row["post_id"],
            dictionary.code_of("status"): words.get(row["status"], row["status"]),
        }
        table.writerow([told.get(code, "") for code in codes])
    partial = out.with_name(out.name + ".partial")
    partial.write_text(text.getvalue(), "utf-8-sig")
    partial.replace(out)
    note_faults(store, batch, done)
    rows = batch.rows.select("post_id", "digest").iter_rows()
    told_now = [Told(post_id, digest, digest, out.stem) for post_id, digest in rows]
    told_now += [Told(post_id, "", "", out.stem) for post_id in batch.removed["post_id"]]
    store.province.keep(told_now)
    done.taken, done.removed = batch.rows["post_id"].to_list(), batch.removed["post_id"].to_list()
    return done


def take_back(store: Any, channels: ChannelSettings, path: Path) -> Uploaded:
    """Read the errors that came back and put each onto its post; InputError names the row that is none."""
    key = load(channels.province_dictionary).key
    done, told = Uploaded(batches=[path.stem[:80]]), []
    known = {row["post_id"]: row for row in store.province.frame().to_dicts()}
    for number, row in enumerate(_rows(path, key), 2):
        post_id = str(row.get(key) or "").strip()
        if not post_id.isdecimal() or int(post_id[:18]) not in known:
            raise InputError("province_row", where=f"{path.name}:{number}", row=number, column=key)
        before = known[int(post_id)]
        said = {name: plain(row.get(name) or "")[:200] for name in RETURNED}
        told.append(
            Told(int(post_id), "", before["tried"], before["batch"], said["code"] or "refused",
                 said["field"], said["message"])
        )  # fmt: skip
        done.refused.append(int(post_id))
    store.province.keep(told)
    return done


def _rows(path: Path, key: str) -> list[dict[str, Any]]:
    """Read CSV (UTF-8 or GB18030) or JSON rows."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030", errors="replace")
    if path.suffix.lower() == ".json":
        try:
            told = json.loads(text)
        except ValueError:
            told = None
        rows = told.get("errors") if isinstance(told, dict) else told
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise InputError("province_returned", where=path.name, column=key)
        return rows
    reader = csv.DictReader(io.StringIO(text))
    if key not in (reader.fieldnames or ()):
        raise InputError("province_returned", where=path.name, column=key)
    return list(reader)


def _cell(value: Any) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    text = plain(value)
    return f"'{text}" if text.startswith(FORMULA) else text
