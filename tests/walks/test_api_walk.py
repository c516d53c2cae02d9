"""Steps 2 to 7 over the API alone, against the whole program."""

from __future__ import annotations

from tests.walks.api_walk import main


def test_the_seven_steps_are_walked_over_the_api_alone(running):
    """By a script that a person can run by hand, with nothing but demo.json."""
    main(running.data / "demo.json")


def test_they_can_be_walked_again(running):
    """Somebody else says STOPP; nothing of the first walk stands in the way."""
    main(running.data / "demo.json")
