"""What each kind of sheet tells: its items, in no order, some of them left out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from features.benchmarks.layouts import pay, terms
from features.benchmarks.layouts.headers import header
from features.benchmarks.layouts.numbers import credit_code, id_number
from features.benchmarks.layouts.shape import Cell, Draw, Head, Item, Said, chance, pick
from features.benchmarks.layouts.slips import slip_items
from features.benchmarks.layouts.words import TRADES, firm, person, place, several, trade

INDUSTRIES = {
    "农、林、牧、渔业": "A", "制造业": "C", "建筑业": "E", "批发和零售业": "F", "交通运输、仓储和邮政业": "G",
    "住宿和餐饮业": "H", "租赁和商务服务业": "L", "居民服务、修理和其他服务业": "O", "教育": "P",
}  # fmt: skip


def one(draw: Draw, name: str, language: str, make: Callable[[Draw, bool], Said], *fields: str) -> Item:
    """Make an item of one column."""
    return Item(name, (Head(header(draw, name, language)),), make, fields)


def text_of(field: str, write: Callable[[Draw], str]) -> Callable[[Draw, bool], Said]:
    """Give the maker of a cell that is read as it is written; "" for a cell that no field takes."""

    def make(draw: Draw, telling: bool) -> Said:
        text = write(draw)
        return Said((text,), {field: text} if field else {})

    return make


def required(item: Item, telling: bool = False) -> Item:
    """Make an item that is never left open."""
    return Item(item.name, item.heads, item.make, item.fields, telling, required=True)


def telling(item: Item) -> Item:
    """Make an item whose cells tell what they are without a header."""
    return Item(item.name, item.heads, item.make, item.fields, telling=True, required=item.required)


def place_item(draw: Draw, name: str, language: str) -> Item:
    """Make an item of one place."""
    return one(draw, name, language, _full_place, "place")


def _full_place(draw: Draw, telling: bool) -> Said:
    text = place(draw)
    return Said((text,), {"place": text})


def posts(draw: Draw, language: str) -> list[Item]:
    """Give the items of a fair sheet."""
    told = [
        required(one(draw, "employer", language, text_of("employer_name", firm), "employer_name")),
        required(one(draw, "title", language, text_of("title", trade), "title")),
    ]
    phone = telling(one(draw, "phone", language, terms.phone, "phone"))
    if chance(draw, 0.15):
        phone = one(draw, "contact", "zh", terms.contact, "phone")
    optional = [
        (0.9, telling(one(draw, "heads", language, terms.heads, "headcount"))),
        (0.95, pay.item(draw, header(draw, "pay", language))),
        (0.7, telling(one(draw, "schooling", language, terms.schooling, "education"))),
        (0.7, terms.age_item(draw, header(draw, "age", language))),
        (0.8, one(draw, "place", language, _full_place, "place")),
        (0.85, phone),
    ]
    told += [item for p, item in optional if chance(draw, p)]
    if phone.name == "phone" and chance(draw, 0.5):
        told.append(one(draw, "contact_name", language, text_of("", person)))
    return told


def identity(draw: Draw, telling: bool) -> Said:
    """Write an identity number; it tells the birth date as well."""
    number = id_number(draw)
    written = (
        number,
        number,
        number,
        number.lower(),
        f"{number[:6]} {number[6:14]} {number[14:]}",
        f"'{number}",
    )
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return Said(
        (number if telling else pick(draw, written),), {"id_number": number, "birth_date": born.isoformat()}
    )


def _born(draw: Draw, telling: bool) -> Said:
    cell, day = terms.day(draw, date(1967, 1, 1), 14000)
    return Said((cell,), {"birth_date": day.isoformat()})


def _age_only(draw: Draw, telling: bool) -> Said:
    n = int(draw.integers(18, 60))
    written: tuple[Cell, ...] = (n, str(n), f"{n}岁")
    return Said((pick(draw, written),), {})


def _wanted(draw: Draw, telling: bool) -> Said:
    words = several(draw, TRADES, int(draw.integers(1, 4)))
    return Said((pick(draw, ("、", "，", "/", ";", ",", " ")).join(words),), {"wanted": words})


def _three_wanted(draw: Draw, telling: bool) -> Said:
    words = several(draw, TRADES, int(draw.integers(1, 4)))
    return Said((*words, *(None,) * (3 - len(words))), {"wanted": words})


def _wanted_item(draw: Draw, language: str) -> Item:
    if chance(draw, 0.3):
        group = pick(draw, ("求职意向", "意向工种"))
        heads = tuple(
            Head(f"{group}{n}", group, f"意向{n}") for n in ("一二三" if chance(draw, 0.4) else "123")
        )
        return Item("wanted", heads, _three_wanted, ("wanted",))
    return one(draw, "wanted", language, _wanted, "wanted")


def workers(draw: Draw, language: str) -> list[Item]:
    """Give the items of a register of people looking for work."""
    told = [required(one(draw, "name", language, text_of("name", person), "name"))]
    if chance(draw, 0.75):
        number = one(draw, "id", language, identity, "id_number", "birth_date")
        told.append(required(number, telling=True))
    else:
        told.append(one(draw, "born", language, _born, "birth_date"))
    coded = language == "codes" and chance(draw, 0.7)
    schooling = one(
        draw, "has_schooling", language, terms.schooling_code if coded else terms.has_schooling, "education"
    )
    optional = [
        (0.9, telling(one(draw, "phone", language, terms.phone, "phone"))),
        (0.7, schooling if coded else telling(schooling)),
        (0.85, _wanted_item(draw, language)),
        (0.6, one(draw, "wished", language, pay.wished, "monthly_low", "monthly_high")),
        (0.7, one(draw, "home", language, _full_place, "place")),
        (0.25, one(draw, "years", "zh", _age_only)),
    ]
    return told + [item for p, item in optional if chance(draw, p)]


def _credit(draw: Draw, telling: bool) -> Said:
    code = credit_code(draw)
    return Said(
        (code if telling else pick(draw, (code, code, code.lower(), f" {code}")),), {"credit_code": code}
    )


def _industry(draw: Draw, telling: bool) -> Said:
    word = pick(draw, tuple(INDUSTRIES))
    return Said((word,), {"industry": INDUSTRIES[word]})


def _size(draw: Draw, telling: bool) -> Said:
    n = int(draw.integers(3, 2000))
    written: tuple[Cell, ...] = (n, n, str(n), f"{n}人", f"约{n}人")
    return Said((pick(draw, written),), {"size": n})


def employers(draw: Draw, language: str) -> list[Item]:
    """Give the items of a list of employers."""
    told = [required(one(draw, "firm", language, text_of("name", firm), "name"))]
    optional = [
        (0.85, telling(one(draw, "credit", language, _credit, "credit_code"))),
        (0.7, one(draw, "industry", language, _industry, "industry")),
        (0.6, one(draw, "size", language, _size, "size")),
        (0.8, one(draw, "address", language, _full_place, "place")),
        (0.7, one(draw, "contact_name", language, text_of("contact_name", person), "contact_name")),
        (0.8, telling(one(draw, "phone", language, terms.phone, "phone"))),
    ]
    return told + [item for p, item in optional if chance(draw, p)]


def slips(draw: Draw, language: str) -> list[Item]:
    """Give the items of a list of slips that came back."""
    return slip_items(draw, language)
