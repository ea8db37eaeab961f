"""Words of each channel: what a villager needs stands in them, in both languages, and fits."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from serving.release.channels import fonts, qr, texts
from serving.release.channels.picture import WIDTH, picture
from serving.release.channels.plain import plain

URL = "https://jobs.example.org/posts/5"


def post(**told: Any) -> dict[str, Any]:
    given = {
        "post_id": 5, "title": "电子厂操作工", "employer": "模拟电子厂", "duties": "流水线装配",
        "place": "昆山市",
        "places_left": 20, "monthly_low": 5000, "monthly_high": 7000, "pay_basis": "month", "pay_raw": "",
        "offers": ("lodging", "meals"), "closes_on": date(2026, 3, 25), "contact_name": "模拟联系人",
        "contact_phone": "12012345678", "simulated": False,
    }  # fmt: skip
    return {**given, **told}


def test_group_text_holds_what_is_asked_at_the_door_and_fits_a_screen() -> None:
    text = texts.group_text(post(), "zh", URL, "模拟县公共就业服务")
    for words in ("电子厂操作工", "模拟电子厂", "招20人", "月薪5000至7000元", "包住、包吃",
                  "昆山市", "2026-03-25",
                  "12012345678", URL, "不收任何费用"):  # fmt: skip
        assert words in text
    assert len(text) <= texts.GROUP_WIDTH


def test_the_loudspeaker_says_the_number_twice_in_short_sentences() -> None:
    for lang in ("zh", "en"):
        said = texts.script(post(), lang)  # type: ignore[arg-type]
        assert said.count("120 1234 5678") == 2
        assert max(len(line) for line in said.splitlines()) <= 80
    assert "村委会" in texts.script(post(contact_phone=""), "zh")


@pytest.mark.parametrize(
    ("told", "zh"),
    [
        ({}, "月薪5000至7000元"), ({"monthly_high": None}, "月薪5000元起"),
        ({"monthly_low": None}, "月薪最高7000元"),
        ({"monthly_high": 5000}, "月薪5000元"), ({"pay_basis": "day", "pay_raw": "日结200"}, "日结200"),
        ({"monthly_low": None, "monthly_high": None, "pay_basis": "negotiable"}, "工资面议"),
        ({"monthly_low": None, "monthly_high": None, "pay_basis": "piece", "pay_raw": "计件3毛"}, "计件3毛"),
    ],
)  # fmt: skip
def test_pay_is_said_as_it_was_meant(told: dict[str, Any], zh: str) -> None:
    assert texts.pay(post(**told), "zh") == zh


def test_what_is_simulated_says_so_everywhere() -> None:
    told = post(simulated=True)
    said = [texts.group_text(told, "zh", URL, "x"), texts.script(told, "zh"), texts.one_line(told, "zh"),
            texts.listing(told, "zh")]  # fmt: skip
    assert all("模拟）" in one for one in said)
    assert not any("（模拟）" in texts.one_line(post(), lang) for lang in ("zh", "en"))  # type: ignore[arg-type]


@pytest.mark.parametrize("phone", ["0512-5555 1234", "12012345678", "+86 120 1234 5678", ""])
def test_no_digit_of_a_number_is_lost(phone: str) -> None:
    assert [d for d in texts.spoken(phone) if d.isdigit()] == [d for d in phone if d.isdigit()]


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_plain_text_has_no_control_characters_left(text: str) -> None:
    kept = plain(text)
    assert not [c for c in kept if ord(c) < 32 and c not in "\t\n\r"]
    assert plain(kept) == kept


def test_the_picture_is_as_wide_as_a_phone_and_grows_with_the_text() -> None:
    short = Image.open(BytesIO(picture(post(), "zh", URL, "模拟县")))
    long = Image.open(BytesIO(picture(post(duties="装配，" * 200), "zh", URL, "模拟县")))
    assert (short.format, short.width, long.width) == ("PNG", WIDTH, WIDTH)
    assert long.height > short.height + 300


def test_the_code_in_the_picture_is_the_code_of_the_address() -> None:
    modules = qr.rows(URL)
    image = Image.open(BytesIO(picture(post(), "zh", URL, "模拟县"))).convert("L")
    scale = max(4, 260 // len(modules))
    side, left = scale * len(modules), (WIDTH - scale * len(modules)) // 2
    top = image.height - 150 - side
    read = [
        [
            image.getpixel((left + x * scale + scale // 2, top + y * scale + scale // 2)) == 0
            for x in range(len(row))
        ]
        for y, row in enumerate(modules)
    ]
    assert read == modules


def test_two_addresses_have_two_codes_and_the_svg_is_labelled() -> None:
    assert qr.rows(URL) != qr.rows(URL + "1")
    assert 'role="img"' in qr.svg(URL, "打开 <岗位>")
    assert "<岗位>" not in qr.svg(URL, "打开 <岗位>")


def test_a_machine_without_a_chinese_font_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.font_file.cache_clear()
    monkeypatch.setattr(fonts, "KNOWN", ())
    monkeypatch.setattr(fonts.shutil, "which", lambda name: None)
    with pytest.raises(fonts.NoFont) as refused:
        fonts.font_file()
    assert "fonts-noto-cjk" in refused.value.message("zh")
    fonts.font_file.cache_clear()
