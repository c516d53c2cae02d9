"""Long is not enough: what everybody uses, lengthened, is tried first."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    [
        "elva tecken", "123456789012", "987654321098", "aaaaaaaaaaaaaaa", "ababababcdcd", "abcdefghijkl",
        "password1234", "Password2026!", "P@ssw0rd!!!!", "p4ssword....", "qwertyqwerty", "sunshine12345",
        "!!!!dragon!!!!",
        "123qwe123qwe", "passwordpassword", "dragonmaster", "iloveyou2026", "1q2w3e4r5t6y", "motherfucker",
        "112233445566", "aaabbbcccddd", "letmein12345", "monkeymonkeymonkey", "Football!2027", "   dragon123456   ",
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "fyra korta ord hjälper", "bara små bokstäver", "🦊 räv över isen 🧊", "  mellanslag  på  rad  ",
        "пароль для Ольги ねこ", "'\"<script>;--%s{{a}}\\", "kväll grusväg potatis", "728364519273",
        "sextiofyra tecken är tillåtna och de räknas alla, även de sista!", "correct horse battery staple",
        "Xk7vQ2mZp9Lr", "blåbärssoppanidag",
    ],
)  # fmt: skip
def test_any_signs_will_do_and_nothing_is_asked_of_which(password):
    """No capital, figure or mark is asked for, and none refused."""
    validate_password(password)
