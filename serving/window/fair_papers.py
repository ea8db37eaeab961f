"""Papers of a fair: print them, copy the invitation texts, hand out fair sheets and take them in, close."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, Request, UploadFile
from starlette.responses import Response

from features.errors import Conflict, NotFound
from features.say import Lang
from serving.api.params import Id
from serving.fairs.closing import report
from serving.fairs.day.layout import read_layout
from serving.fairs.desk.merge import merge_file
from serving.fairs.desk.sheet import sheet_name, write_sheet
from serving.fairs.kit import read_kit
from serving.fairs.paper import hall, people
from serving.fairs.paper import office as office_papers
from serving.fairs.paper.document import Paper
from serving.fairs.paper.fonts import places_of
from serving.fairs.paper.pdf import as_pdf
from serving.fairs.plan import fair_of
from serving.fairs.transport import riders
from serving.guard import ScopedStore, TheOffice, genuine_form
from serving.language import language_of
from serving.window.render import page

router = APIRouter()

Name = Literal["wall_a4", "wall_a3", "poster", "booth_cards", "script", "call_list", "texts", "ready", "day"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/fairs/{fair_id}/papers")
def papers(request: Request, fair_id: Id, store: ScopedStore) -> Response:
    """List what can be printed."""
    laid_out = read_layout(store, fair_id) is not None
    return page(request, "fair_papers.html", fair=fair_of(store, fair_id), laid_out=laid_out, merged=None)


@router.get("/fairs/{fair_id}/texts")
def texts(request: Request, fair_id: Id, store: ScopedStore, office: TheOffice) -> Response:
    """Show the invitation texts, each with a button that copies it; names stay masked."""
    kit = read_kit(store, fair_id, office.today())
    found = people.messages(kit, language_of(request))
    return page(request, "fair_texts.html", fair=kit.fair, texts=found, part=people.PART)


@router.get("/fairs/{fair_id}/papers/{name}/{paper_lang}")
def paper(fair_id: Id, name: Name, paper_lang: Lang, store: ScopedStore, office: TheOffice) -> Response:
    """Give one paper as PDF; names stay masked, full ones are printed by the logged command."""
    made = _paper(store, fair_id, name, paper_lang, office.today())
    return _pdf(made, office.today(), office.settings.serving.font_dir)


@router.get("/fairs/{fair_id}/sheets/{sheet}")
def sheet(fair_id: Id, sheet: str, store: ScopedStore) -> Response:
    """Give an empty fair sheet as .xlsx, its rows numbered for this desk."""
    name = sheet_name(sheet)
    with tempfile.TemporaryDirectory() as folder:
        path = write_sheet(fair_of(store, fair_id), name, Path(folder) / "sheet.xlsx")
        content = path.read_bytes()
    return _file(content, XLSX, f"fair-{fair_id}-sheet-{len(name)}.xlsx")


@router.post("/fairs/{fair_id}/sheets", dependencies=[Depends(genuine_form)])
def sheet_back(
    request: Request, fair_id: Id, store: ScopedStore, office: TheOffice, file: Annotated[UploadFile, File()]
) -> Response:
    """Take in a sheet that came back, and show what it brought and which rows go back."""
    fair = fair_of(store, fair_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet{_ending(file.filename or '')}"
        path.write_bytes(file.file.read())
        merged = merge_file(store, fair_id, path, office.today())
    laid_out = read_layout(store, fair_id) is not None
    return page(request, "fair_papers.html", fair=fair, laid_out=laid_out, merged=merged)


@router.get("/fairs/{fair_id}/closing")
def closing(request: Request, fair_id: Id, store: ScopedStore, office: TheOffice) -> Response:
    """Show the closing report; before the day of the fair say from when there is one (409)."""
    try:
        made = report.close(store, fair_id, office.today())
    except Conflict as early:
        told = early.message(language_of(request))
        return page(request, "fair_paper.html", 409, fair=fair_of(store, fair_id), paper=None, message=told)
    paper = report.paper(made, language_of(request)).as_dict()
    return page(request, "fair_paper.html", fair=made.facts.fair, paper=paper)


@router.get("/fairs/{fair_id}/closing/{kind}")
def closing_file(
    fair_id: Id, kind: Literal["xlsx", "zh.pdf", "en.pdf"], store: ScopedStore, office: TheOffice
) -> Response:
    """Give the closing report as a workbook or a PDF."""
    made = report.close(store, fair_id, office.today())
    if kind == "xlsx":
        with tempfile.TemporaryDirectory() as folder:
            content = report.workbook(made, Path(folder) / "closing.xlsx").read_bytes()
        return _file(content, XLSX, f"fair-{fair_id}-closing.xlsx")
    lang: Lang = "zh" if kind.startswith("zh") else "en"
    return _pdf(report.paper(made, lang), office.today(), office.settings.serving.font_dir)


def _paper(store: Any, fair_id: int, name: Name, lang: Lang, as_of: date) -> Paper:
    kit = read_kit(store, fair_id, as_of)
    if name == "day":
        layout = read_layout(store, fair_id)
        if layout is None:
            raise NotFound("fair_no_day", where="fair_id", id=fair_id)
        return office_papers.day(kit, layout, riders(store, fair_id, as_of), lang)
    if name in ("wall_a4", "wall_a3"):
        return hall.wall(kit, lang, "a3" if name == "wall_a3" else "a4")
    makers = {"poster": hall.poster, "booth_cards": hall.cards, "script": hall.script, "texts": people.texts,
              "call_list": people.calls, "ready": office_papers.ready}  # fmt: skip
    made: Paper = makers[name](kit, lang)
    return made


def _pdf(paper: Paper, on: date, fonts: str) -> Response:
    content = as_pdf(paper, on, places_of(fonts))
    return _file(content, "application/pdf", f"{paper.name}.{paper.lang}.pdf", "inline")


def _file(content: bytes, media: str, name: str, how: str = "attachment") -> Response:
    return Response(content, media_type=media, headers={"Content-Disposition": f'{how}; filename="{name}"'})


def _ending(name: str) -> str:
    """Give the ending of a file's name if it is one of a sheet; the rest of the name is not used."""
    ending = Path(name).suffix.lower()
    return ending if ending in (".xlsx", ".xls", ".ods", ".csv") else ".xlsx"
