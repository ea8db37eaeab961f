"""Which features tell one and the same thing to a person, so that it is said once."""

from __future__ import annotations

from functools import cache

from features.pairs import NAMES

THEMES: dict[str, tuple[str, ...]] = {
    "trade": ("sim_dense", "sim_lexical", "lex_wanted", "lex_past", "occ_relation", "occ_first"),
    "skills": ("lex_skills", "skills_held", "skills_missing", "skills_share"),
    "certificates": ("certificates_held", "certificates_missing", "certificates_any"),
    "experience": ("experience", "experience_over", "experience_short"),
    "education": ("education", "education_asked", "education_over", "education_short"),
    "pay": ("pay_over_wish", "pay_ratio", "pay_low_over_wish", "pay", "pay_market", "wish", "wish_market"),
    "pay_form": ("pay_spread", "pay_stated", "pay_by_piece"),
    "way": ("km", "km_log", "away", "away_unlodged", "commute_unaided", "near_home_missed"),
    "places": ("headcount", "places_left", "crowd"),
    "employer_answer": ("employer_reply", "employer_hire", "employer_letters", "employer_letters_30"),
    "employer_known": ("employer_unwilling", "employer_full", "post_hire", "post_unwilling"),
    "worker_past": (
        "worker_letters", "worker_letters_90", "worker_hired", "worker_unwilling", "worker_no_show",
        "worker_stayed", "worker_left", "worker_idle",
    ),
    "same_employer": ("same_employer", "same_employer_hired", "same_employer_refused"),
}  # fmt: skip

THEME_OF: dict[str, str] = dict.fromkeys(NAMES, "") | {
    name: theme for theme, names in THEMES.items() for name in names
}


@cache
def themes() -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Give every theme with the column numbers of its features; a feature of no theme stands alone."""
    grouped: dict[str, list[int]] = {}
    for column, name in enumerate(NAMES):
        grouped.setdefault(THEME_OF[name] or name, []).append(column)
    return tuple((theme, tuple(columns)) for theme, columns in grouped.items())
