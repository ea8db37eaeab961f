"""Every message exists in both languages, with the same placeholders."""

from string import Formatter

import pytest

from features.say import catalogue, say


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_say_the_same(key: str) -> None:
    texts = catalogue()[key]
    assert set(texts) == {"zh", "en"}
    assert placeholders(texts["zh"]) == placeholders(texts["en"])
    assert all(text.strip() for text in texts.values())


def test_unknown_key_is_refused() -> None:
    with pytest.raises(KeyError):
        say("no.such.message")
