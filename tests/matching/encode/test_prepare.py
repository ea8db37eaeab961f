from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.encode import prepare
from matching.encode.prepare import LONGEST_TEXT, LONGEST_WORD


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("缝纫工", "缝 纫 工 缝纫 纫工"),
        ("ＰＬＣ工程", "plc 工 程 工程"),
        ("C1司机 5000", "c1 司 机 司机"),
        ("C++ / C# Café", "c++ c# cafe"),
        ("<b>電焊</b>&nbsp;廚師", "电 焊 电焊 厨 师 厨师"),
        ("3D打印", "3d 打 印 打印"),
        ("5000-8000 元!", "元"),
    ],
)
def test_one_written_form(text: str, words: str) -> None:
    assert prepare(text) == words


@pytest.mark.parametrize("text", ["", None, "  \n", "12345", "😀🎉", "Привет", "!!!", "…"])
def test_nothing_to_encode_is_said_by_an_empty_string(text: str | None) -> None:
    assert prepare(text) == ""


def test_long_texts_and_words_are_cut() -> None:
    assert prepare("工" * 100_000) == prepare("工" * LONGEST_TEXT)
    assert prepare("a" * 500) == "a" * LONGEST_WORD


@given(st.text(max_size=300))
def test_any_text_gives_single_spaced_lower_words(text: str) -> None:
    words = prepare(text)
    assert words == " ".join(words.split())
    assert words == words.lower()


@given(st.text(alphabet="缝纫焊工 abc/", max_size=40))
def test_separators_do_not_matter_at_the_ends(text: str) -> None:
    assert prepare(f" ，{text}。 ") == prepare(text)
