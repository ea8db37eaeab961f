from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from training_jobs.county.numbers import credit_codes, identity_numbers, phone_numbers


@given(st.integers(0, 10**6), st.dates(min_value=date(1940, 1, 1), max_value=date(2012, 1, 1)), st.booleans())
def test_identity_numbers_have_a_valid_check_digit_and_no_real_place(seed, born, female):
    number = identity_numbers(
        np.random.default_rng(seed), np.array([born], "datetime64[D]"), np.array([female])
    )[0]
    assert number[:6] == "999901"
    assert number[6:14] == born.strftime("%Y%m%d")
    assert number[17] == ric.calc_check_digit(number)
    assert int(number[16]) % 2 == (0 if female else 1)


@given(st.integers(0, 10**6))
def test_credit_codes_are_valid_and_of_no_real_place(seed):
    code = credit_codes(np.random.default_rng(seed), 1)[0]
    assert uscc.is_valid(code)
    assert code[2:8] == "999901"


def test_telephones_begin_with_an_unassigned_range():
    numbers = phone_numbers(np.random.default_rng(1), 200)
    assert all(len(number) == 11 and number.startswith("128") and number.isdigit() for number in numbers)
