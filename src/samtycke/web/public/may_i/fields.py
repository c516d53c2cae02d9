"""What may be asked, one field each: the question, the answers there are, and what not knowing counts as.

Every answer is a word in the address. "Don't know" is always one of them, and counts as a no.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer. ``group``: the heading it stands under."""

    value: str
    words: Words
    hint: Words = ""
    group: Words = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked.

    ``best`` is the answer that permits most: what is not asked is taken to be so, since it is not asked only where it
    changes nothing. ``counts`` says what an unknown counts as. Without ``choices`` it is a day, and empty is unknown.
    """

    name: str
    words: Words
    best: str
    counts: Words
    choices: tuple[Choice, ...] = ()
    hint: Words = ""

    @property
    def is_day(self) -> bool:
        """A day is written, not chosen."""
        return not self.choices


def _asked(name: str, words: Words, *choices: Choice, best: str, counts: Words, hint: Words = "") -> Field:
    unknown = Choice(UNKNOWN, pgettext_lazy("answer", "Don't know"))
    return Field(name, words, best, counts, (*choices, unknown), hint)


_SELLS = _("It sells, or wins over")
_NEEDED = _("It is needed")

FOR = _asked(
    "for",
    _("What is the text for?"),
    Choice("offer", _("An offer, a discount"), group=_SELLS),
    Choice("news", _("News, tips, a newsletter"), _("Also without a price: it is there to further sales."), _SELLS),
    Choice("invitation", _("An invitation, an event"), group=_SELLS),
    Choice("survey", _("A competition, a survey with a prize, “tip a friend”"), group=_SELLS),
    Choice("cause", _("A charity's own cause: gifts, members"), group=_SELLS),
    Choice("mixed", _("A reminder or notice, with an offer in it"), group=_SELLS),
    Choice("booking", _("A booking: reminder, change"), group=_NEEDED),
    Choice("code", _("A code to sign in or pay"), group=_NEEDED),
    Choice("delivery", _("An order, a delivery"), group=_NEEDED),
    Choice("invoice", _("An invoice, a payment"), group=_NEEDED),
    Choice("recall", _("A recall, a warning, an outage"), group=_NEEDED),
    Choice("practical", _("Something practical for those who use the service"), group=_NEEDED),
    best="",
    counts=_("as marketing"),
)
SERVICE = frozenset({"booking", "code", "delivery", "invoice", "recall", "practical"})

GOODS = _asked(
    "goods",
    _("What goods is it about?"),
    Choice("ordinary", _("Ordinary goods or services")),
    Choice("alcohol", _("Alcohol")),
    Choice("tobacco", _("Tobacco or nicotine")),
    Choice("gambling", _("Gambling for money")),
    best="ordinary",
    counts=_("as goods that may not be marketed by text"),
)
WHO = _asked(
    "who",
    _("Who gets it?"),
    Choice("person", _("A private person")),
    Choice("sole_trader", _("A sole trader"), _("Counts as a person in law.")),
    Choice("company", _("A company"), _("Its own number, not an employee's.")),
    best="company",
    counts=_("as a private person"),
)
COUNTRY = Field("country", _("Where is the number from?"), "SE", _("as a country whose rules are not known here"))
"""Its choices are the countries there are packs of."""
OTHER = "other"

AGE = _asked(
    "age",
    _("How old are they?"),
    Choice("adult", _("16 or older, as far as we know"), _("Also a company.")),
    Choice("teen", _("13 to 15")),
    Choice("child", _("Under 13")),
    best="adult",
    counts=_("as under 16"),
    hint=_("If nothing points to a child, the first answer is the right one."),
)
OFFER = _asked(
    "offer",
    _("Does anything in it sell?"),
    Choice("no", _("No, not a line")),
    Choice("yes", _("Yes"), _("One line is enough: then all of it is marketing.")),
    best="no",
    counts=_("as an offer"),
)
GROUND = _asked(
    "ground",
    _("How do you have the right to text them?"),
    Choice("yes", _("They have said yes")),
    Choice("bought", _("They have bought from us")),
    Choice("talks", _("They have asked about buying, or got a quote")),
    Choice("support", _("They have supported the cause, or shown interest in it")),
    Choice("none", _("Neither"), _("A list somebody sold, a number found on the web, a tip from a friend.")),
    best="yes",
    counts=_("as neither a yes nor a purchase"),
)
DUTY = _asked(
    "duty",
    _("Why do they need it?"),
    Choice("contract", _("For something they have with us"), _("A booking, an order, an account.")),
    Choice("law", _("The law demands that we tell"), _("A recall, a safety warning.")),
    Choice(
        "interest",
        _("They can expect it, and the balancing of interests is on file"),
        _("Somebody has written down why your interest weighs more than theirs here."),
    ),
    Choice("none", _("They don't: it would be good to tell")),
    best="contract",
    counts=_("as no ground at all"),
)
_GONE = (
    Choice("erased", _("We have erased their data, as they asked")),
    Choice("restricted", _("Their data are restricted"), _("They contest them, and we may only store them.")),
)
NO = _asked(
    "no",
    _("Have they said no?"),
    Choice("none", _("No. We have looked: no STOP, no objection, no block list")),
    Choice("stop", _("Yes")),
    Choice("again", _("Yes, but they have said yes again themselves since")),
    Choice("block", _("The number is on a block list")),
    Choice("unclear", _("They have replied something that may be a no")),
    Choice("wrong", _("The number is wrong, or somebody else's")),
    *_GONE,
    best="none",
    counts=_("as a no"),
)
GONE = _asked(
    "no",
    _("May their data be used?"),
    Choice("none", _("Yes, nothing stands against it")),
    *_GONE,
    best="none",
    counts=_("as data that may not be used"),
    hint=_("A no to marketing does not stop a text that is needed."),
)
HOW = _asked(
    "how",
    _("How did they say yes?"),
    Choice("box", _("Ticked an empty box themselves")),
    Choice("word", _("Texted a word to us")),
    Choice("twice", _("Answered YES to a text to the number")),
    Choice("paper", _("On paper, signed")),
    Choice("spoken", _("Out loud")),
    Choice("asked", _("We asked by text, they have not answered")),
    Choice("ticked", _("The box was ticked beforehand, or they let it be")),
    Choice("terms", _("It stands in our terms")),
    best="twice",
    counts=_("as no act of their own"),
)
TOLD = _asked(
    "told",
    _("What were they told before that?"),
    Choice("all", _("Who we are, what we would send, and that they can stop")),
    Choice("other", _("That it was about something else than this text")),
    Choice("another", _("Another company's name"), _("Also one of the same group.")),
    Choice("nothing", _("Little or nothing")),
    best="all",
    counts=_("as nothing"),
)
WHEN = Field("when", _("Which day?"), "", _("as a yes that cannot be shown"), hint=_("Empty if you don't know."))
SHOWN = _asked(
    "shown",
    _("Can you show it: when, how, in which words?"),
    Choice("yes", pgettext_lazy("answer", "Yes")),
    Choice("no", pgettext_lazy("answer", "No")),
    best="yes",
    counts=_("as a yes that cannot be shown"),
)
LAST = Field(
    "last",
    _("Which day was the last time?"),
    "",
    _("as too long ago"),
    hint=_("Of a subscription that still runs: today. Empty if you don't know."),
)
WHAT = _asked(
    "what",
    _("Is the text about the same kind of goods?"),
    Choice("similar", _("Yes, our own, of the same kind")),
    Choice("else", _("Our own, but of another kind")),
    Choice("other", _("Somebody else's goods")),
    Choice("shop", _("They bought from another company"), _("Also one of the same group.")),
    Choice("returned", _("The purchase was cancelled, or all of it returned")),
    best="similar",
    counts=_("as another kind of goods"),
)
NUMBER = _asked(
    "number",
    _("How did you get the number?"),
    Choice("whole", _("From them, then: they were told of offers and could say no")),
    Choice("bound", _("From them, then: they were told of offers, but could not say no")),
    Choice("untold", _("From them, then: nothing was said of offers")),
    Choice("refused", _("From them, then: and they said no to offers")),
    Choice("elsewhere", _("Later, or from elsewhere")),
    best="whole",
    counts=_("as from elsewhere"),
)
MARKS = _asked(
    "marks",
    _("What does the text show?"),
    Choice("both", _("Who it is from, and how to stop")),
    Choice("name", _("Only who it is from")),
    Choice("way", _("Only how to stop")),
    Choice("neither", pgettext_lazy("what a text shows", "Neither")),
    best="both",
    counts=_("as neither"),
)
LATELY = _asked(
    "lately",
    _("What marketing have they had from you?"),
    Choice("none", _("None for a day, and at most three texts in a week")),
    Choice("day", _("One within the last 24 hours")),
    Choice("week", _("Four or more within seven days")),
    best="none",
    counts=_("as one within the last 24 hours"),
)
DAY = Field("day", _("Which day does it go?"), "", "")
HOUR = _asked(
    "hour",
    _("What time, where they are?"),
    Choice("day", _("Between 8 and 20")),
    Choice("evening", _("Between 20 and 21")),
    Choice("night", _("Between 21 and 8")),
    best="day",
    counts=_("as night"),
)
