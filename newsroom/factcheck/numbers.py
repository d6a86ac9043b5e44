"""Numbers, days and lengths of time as prose writes them. Pure.

`read` finds every quantity of a sentence: "15,529", "7k", "fifteen thousand five hundred and twenty-nine", "52 per cent",
"third", "one in five", "1974", "6 May 2021", "four months". What is plainly no result is passed over: clock times, money, ages,
addresses, roads, scores, versions, page numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from elections.counting import half_up
from newsroom.factcheck.words import Token


class Form(StrEnum):
    """What a quantity is by its own look, before any word about it is read."""

    COUNT = "count"
    PER_CENT = "per cent"
    POINTS = "points"
    FRACTION = "fraction"
    TIMES = "times"
    ORDINAL = "ordinal"
    YEAR = "year"
    DATE = "date"
    SPAN = "span"


class Near(StrEnum):
    """What a qualifier says of the true value: it is just below, just above, less, more, near, at least, at most."""

    EXACT = ""
    BELOW = "below"
    ABOVE = "above"
    LESS = "less"
    MORE = "more"
    ABOUT = "about"
    LEAST = "least"
    MOST = "most"
    BARELY = "barely"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a sentence: tokens `first` to `last`, counted from 0, without its qualifier, which begins at `opens`.

    Shares are in per cent, lengths of time in months; `unit` names a length's own unit. `step` is what the writer rounded to at
    most: 100 for "15,500", 1/10 for "42.3". A day is year, month, day of month and weekday, as far as they are said.
    """

    form: Form
    value: Fraction
    first: int
    last: int
    opens: int
    step: Fraction = Fraction(1)
    near: Near = Near.EXACT
    signed: int = 0
    spelt: bool = False
    unit: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


ONES = (
    "nil one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen"
)
UNITS = {word: number for number, word in enumerate(ONES.split())} | {"zero": 0}
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
SCALES = {
    "thousand": 1000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "k": 1000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "bn": 10**9,
}
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth"
        " seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
PARTS |= {f"{word}s": number for word, number in PARTS.items() if word not in ("half", "halves")}
TIMES = {"double": 2, "twice": 2, "treble": 3, "triple": 3, "thrice": 3, "quadruple": 4}
MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
        "|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri|saturday sat|sunday sun".split("|")
    )
    for name in names.split()
}
PARTS_OF_A_CENTURY = {
    ("half", "a", "century"): 600,
    ("half", "-", "century"): 600,
    ("half", "-", "a", "-", "century"): 600,
    ("a", "quarter", "of", "a", "century"): 300,
    ("quarter", "of", "a", "century"): 300,
    ("three", "quarters", "of", "a", "century"): 900,
    ("a", "century"): 1200,
    ("a", "decade"): 120,
    ("a", "generation"): 300,
}
CENTURY_BEGINS = {phrase[0] for phrase in PARTS_OF_A_CENTURY}
SPANS = {"year": 12, "month": 1, "decade": 120, "century": 1200, "centurie": 1200}
MONEY = {"pound", "pounds", "euro", "euros", "dollar", "dollars", "pence", "quid", "grand"}
MEASURES = set(
    "mile miles km kilometre kilometres metre metres yard yards foot feet inch inches kg kilos tonne tonnes litre"
    " litres degree degrees"
    " hour hours minute minutes mins seconds day days week weeks weekend night nights fortnight am pm mph acre acres o'clock"
    " hrs ft lb hectare hectares mw gw megawatts storey storeys mm cm".split()
)
NAMED_BY_NUMBER = set(
    "page pages p pp chapter section article clause item version v phase tier grade level channel radio bbc formula route bus"
    " room platform flat unit junction gate covid agenda appendix figure table no number nos bus line ward stage"
    " round volume paragraph"
    " tel phone ext call part act size age aged schedule category day week episode series step lane terminal studio"
    " court hall".split()
)
STREETS = set(
    "street road lane avenue square drive close place terrace way crescent gardens park row hill court grove mews".split()
)
SPORT = set(
    "goal goals fc united city rovers match draw drew scored scoreline league cup nil half-time kick-off goalless"
    " win won beat home away".split()
)
QUALIFIERS: dict[tuple[str, ...], Near] = {
    tuple(words.split()): near
    for near, phrases in {
        Near.BELOW: "just under|almost|nearly|just below|just short of|just shy of|a little under|a little less than"
        "|a shade under|not quite|close to|approaching|fractionally under|slightly under|slightly less than|shy of"
        "|just less than|slightly fewer than|fractionally below|just fewer than|a fraction under|nigh on"
        "|marginally under|slightly below|a little below|well nigh|a touch under|a whisker under",
        Near.ABOVE: "just over|just above|just more than|a little over|a little more than|slightly over|slightly more than"
        "|a shade over|fractionally over|a fraction over|barely over|barely more than|marginally over|a touch over"
        "|only just over|slightly above|a whisker over|a little above|fractionally more than|fractionally above"
        "|just north of",
        Near.LESS: "fewer than|less than|under|below|well under|far fewer than|well below|no more than half",
        Near.MORE: "more than|over|above|in excess of|upwards of|exceeding|well over|comfortably over|comfortably more than"
        "|north of|well above|some way over|topping|beyond|greater than|higher than|far more than|easily more than",
        Near.ABOUT: "about|around|roughly|some|approximately|circa|c|nearly about|somewhere around|in the region of|broadly"
        "|around about|give or take|an estimated|or so|more or less|approx|a rough",
        Near.BARELY: "barely|scarcely|hardly",
        Near.LEAST: "at least|no fewer than|no less than|not less than|not fewer than|a minimum of",
        Near.MOST: "at most|up to|no more than|not more than|as many as|a maximum of",
        Near.EXACT: "exactly|precisely|only|just|merely|a mere|fully|all of|a total of|a solid|a thumping|a whopping|as low as"
        "|as high as|a full",
    }.items()
    for words in phrases.split("|")
}
BEGINS = {*UNITS, *TENS, *TIMES, *ORDINALS, *MONTHS, *WEEKDAYS, *CENTURY_BEGINS, "a", "an", "the", "most", "overall", "absolute"}
"""Words that a quantity in words may begin with."""
LONGEST_QUALIFIER = max(map(len, QUALIFIERS))


def fits(said: Quantity, value: Fraction) -> bool:
    """Whether a true value lets the writer say what they say, with their qualifier and in their rounding."""
    limit = said.value
    near = said.near
    if near is Near.EXACT:
        return _rounded(said, value)
    if near is Near.ABOUT:
        return _about(said, value)
    if near is Near.BELOW:
        return limit * Fraction(9, 10) <= value < limit
    if near is Near.ABOVE:
        return limit < value <= limit * Fraction(11, 10)
    if near is Near.LESS:
        return value < limit
    if near is Near.MORE:
        return value > limit
    if near is Near.BARELY:
        return limit * Fraction(19, 20) <= value <= limit * Fraction(11, 10) or _rounded(said, value)
    return value >= limit if near is Near.LEAST else value <= limit


def _about(said: Quantity, value: Fraction) -> bool:
    """Near enough for "about": a twentieth, but no further than the writer's own rounding where they wrote a count out."""
    off = abs(value - said.value)
    if said.form is Form.COUNT and said.value >= 1000:
        return off <= said.step and off * 20 <= said.value
    return off * 20 <= said.value or _rounded(said, value)


def _rounded(said: Quantity, value: Fraction) -> bool:
    """Equal in the writer's own rounding. Whole numbers are rounded to hundreds at least, and by no more than a fortieth."""
    if said.form in (Form.PER_CENT, Form.POINTS):
        places = 0 if said.step >= 1 else 1 if said.step == Fraction(1, 10) else 2
        return Fraction(half_up(value, places)) == said.value
    if said.form is Form.FRACTION:
        return abs(value - said.value) * 2 <= 5
    if said.form is Form.TIMES:
        return abs(value - said.value) * 20 <= said.value
    if value == said.value:
        return True
    if said.form is not Form.COUNT or said.step < 100:
        return False
    return abs(value - said.value) * 2 <= said.step and abs(value - said.value) * 40 <= value


def read(tokens: Sequence[Token]) -> list[Quantity]:
    """Every quantity of a sentence, in order."""
    found: list[Quantity] = []
    at = 0
    while at < len(tokens):
        if not tokens[at].is_number and tokens[at].lower not in BEGINS:
            at += 1
            continue
        quantity = _day(tokens, at) or _one(tokens, at)
        if quantity is None:
            at = max(at + 1, _passed(tokens, at))
            continue
        found.append(quantity)
        at = quantity.last + 1
    return [_qualified(tokens, one) for one in found]


def word(tokens: Sequence[Token], at: int) -> str:
    """The word at a place in small letters, or "" beyond the ends."""
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def _joined(tokens: Sequence[Token], at: int) -> bool:
    """Whether nothing stands between a token and the next."""
    return at + 1 < len(tokens) and tokens[at].end == tokens[at + 1].start


# Days.


def _day(tokens: Sequence[Token], at: int) -> Quantity | None:
    """A day, a month of a year, or a weekday: "Thursday 6 May 2021", "May 6, 2021", "6th of May", "April 2020", "Thursday"."""
    here, weekday = at, None
    if word(tokens, here) in WEEKDAYS and tokens[here].is_name:
        weekday = WEEKDAYS[word(tokens, here)]
        here += 1
        if word(tokens, here) == "," and (_of_month(tokens, here + 1) or _month(tokens, here + 1)):
            here += 1
        if word(tokens, here) == "the":
            here += 1
    day = month = None
    if found := _of_month(tokens, here):
        day, month, here = found
    elif _month(tokens, here):
        month = MONTHS[word(tokens, here)]
        here += 1
        if (
            re.fullmatch(r"\d\d?", word(tokens, here))
            and word(tokens, here + 1) not in ("votes", "%", "per")
            and 1 <= int(word(tokens, here)) <= 31
        ):
            day = int(word(tokens, here))
            here += 1
            if word(tokens, here) in ("st", "nd", "rd", "th"):
                here += 1
    elif weekday is not None:
        here = at + 1
    else:
        return None
    year = None
    if month:
        ahead = here + 1 if word(tokens, here) == "," and day else here
        if re.fullmatch(r"(1[89]|20)\d\d", word(tokens, ahead)):
            year, here = int(word(tokens, ahead)), ahead + 1
    if month and day is None and year is None and weekday is None:
        if word(tokens, at - 1) not in ("in", "since", "until", "last"):
            return None  # "may", "March": no more than a word
    return Quantity(Form.DATE, Fraction(year or 0), at, here - 1, at, year=year, month=month, day=day, weekday=weekday)


def _of_month(tokens: Sequence[Token], at: int) -> tuple[int, int, int] | None:
    """(day, month, the place after) of "6 May", "6th May" and "the 6th of May"."""
    if not re.fullmatch(r"\d\d?", word(tokens, at)) or not 1 <= int(word(tokens, at)) <= 31:
        return None
    after = at + 1
    if word(tokens, after) in ("st", "nd", "rd", "th"):
        after += 1
    if word(tokens, after) == "of":
        after += 1
    return (int(word(tokens, at)), MONTHS[word(tokens, after)], after + 1) if _month(tokens, after) else None


def _month(tokens: Sequence[Token], at: int) -> bool:
    return word(tokens, at) in MONTHS and tokens[at].is_name


# Numbers.


def _one(tokens: Sequence[Token], at: int) -> Quantity | None:
    token = tokens[at]
    if token.is_number:
        return None if _passed(tokens, at) else _numeral(tokens, at)
    if not token.is_word:
        return None
    return _fraction(tokens, at) or _spelt(tokens, at) or _ordinal(tokens, at)


def _numeral(tokens: Sequence[Token], at: int) -> Quantity | None:
    token, last = tokens[at], at
    written = re.sub(r"[,\s]", "", token.text)  # thousands parted by commas, or by spaces
    whole, _dot, part = written.partition(".")
    value = Fraction(Decimal(written))
    zeros = len(whole) - len(whole.rstrip("0")) if value else 0
    step = Fraction(1, 10 ** len(part)) if part else Fraction(10**zeros)
    after = word(tokens, at + 1)
    if after in SCALES and (_joined(tokens, at) or len(after) > 2) and tokens[at + 1].text != "M":
        value, step, last = value * SCALES[after], step * SCALES[after], at + 1
    elif after in ("st", "nd", "rd", "th") and _joined(tokens, at):
        return (
            None
            if word(tokens, at + 2) in ("century", "birthday", "anniversary")
            else Quantity(Form.ORDINAL, value, at, at + 1, at)
        )
    if after in ("s", "'s") and _joined(tokens, at):
        return None  # the 1990s
    if last == at and re.fullmatch(r"(1[89]|20)\d\d", token.text) and _is_year(tokens, at):
        return Quantity(Form.YEAR, value, at, at, at, year=int(token.text))
    if last == at and word(tokens, at + 1) in ("in", "out") and value.denominator == 1:
        parts = _of_so_many(tokens, at, value)
        if parts:
            return parts
    quantity = Quantity(Form.COUNT, value, at, last, at, step)
    return _united(tokens, replace(quantity, signed=_sign(tokens, at)))


def _sign(tokens: Sequence[Token], at: int) -> int:
    before = tokens[at - 1] if at else None
    if before is None or before.text not in "+-−–" or before.end != tokens[at].start:
        return 0
    if at > 1 and tokens[at - 2].end == before.start and tokens[at - 2].text != "(":
        return 0  # a hyphen between words, or a range
    return 1 if before.text == "+" else -1


YEAR_BEFORE = set(
    "in since from until till of after before during and by early late mid to the election ( – - for or , between"
    " through spring summer autumn winter than".split()
)
COUNTED = set("votes vote ballots papers people voters electors majority candidates % per points first valid".split())


def _is_year(tokens: Sequence[Token], at: int) -> bool:
    if word(tokens, at - 1) in ("their", "its", "his", "her", "'s") and word(tokens, at + 1) in ("vote", "majority", "share"):
        return True  # "half of their 2024 vote"
    if word(tokens, at + 1) in COUNTED or (word(tokens, at + 1) == "-" and word(tokens, at + 2) in COUNTED):
        return False
    if word(tokens, at - 1) in ("of", "by", "to") and word(tokens, at - 2) in (
        "majority",
        "margin",
        "lead",
        "total",
        "won",
        "votes",
    ):
        return False
    return (
        not at
        or word(tokens, at - 1) in YEAR_BEFORE
        or tokens[at - 1].text in "'’\"“"
        or word(tokens, at - 1) not in ("polled", "got", "had", "took")
    )


def _spelt(tokens: Sequence[Token], at: int) -> Quantity | None:
    """A number in words, up to the hundred thousands: "fifteen thousand five hundred and twenty-nine", "a dozen"."""
    here, total, run, seen, scaled = at, 0, 0, False, 1
    if word(tokens, here) in ("a", "an") and word(tokens, here + 1) in ("hundred", "thousand", "million", "dozen"):
        run, here, seen = 1, here + 1, True
    while here < len(tokens):
        text = word(tokens, here)
        if text in UNITS and (not seen or run % 10 == 0) and (run % 100 not in range(1, 20)):
            if seen and run % 100 == 0 and run and word(tokens, here - 1) not in ("and", "hundred"):
                break
            run, scaled = run + UNITS[text], 1
        elif text in TENS and run % 100 == 0:
            run, scaled = run + TENS[text], 10
        elif text == "hundred" and seen and run < 100:
            run, scaled = (run or 1) * 100, 100
        elif text == "dozen" and seen:
            run, scaled = run * 12, 1
        elif text in ("thousand", "million") and seen and run:
            total, run, scaled = total + run * SCALES[text], 0, SCALES[text]
        elif text in ("and", "-", ",") and seen and _more(tokens, here, run, total):
            here += 1
            continue
        else:
            break
        seen = True
        here += 1
    if not seen:
        return None
    last = here - 1
    while word(tokens, last) in ("and", "-", ","):
        last -= 1
    value = Fraction(total + run)
    if (
        at == last
        and word(tokens, at) in ("one", "nil")
        and word(tokens, at + 1) not in ("in", "per", "vote", "seat", "percentage", "point", "other", "candidate", "list")
    ):
        return None  # "no one", "one of them"
    if parts := _of_so_many(tokens, last, value, first=at):
        return parts
    if word(tokens, last + 1) in PARTS or (word(tokens, last + 1) == "-" and word(tokens, last + 2) in PARTS):
        named = last + (2 if word(tokens, last + 1) == "-" else 1)
        if word(tokens, named) not in ("quarter", "third", "fifth", "tenth") or value == 1:
            share = value * 100 / PARTS[word(tokens, named)]
            return Quantity(Form.FRACTION, share, at, named, at, spelt=True)
    return _united(tokens, Quantity(Form.COUNT, value, at, last, at, Fraction(max(scaled, 1)), spelt=True))


def _more(tokens: Sequence[Token], at: int, run: int, total: int) -> bool:
    """Whether a joining word goes on with the number: "hundred and one", "thousand and one", "twenty-one"."""
    following = word(tokens, at + 1)
    if word(tokens, at) == "-":
        return (following in UNITS and run % 100 >= 20 and run % 10 == 0) or following in ("hundred", "thousand", "million")
    if word(tokens, at) == ",":
        return bool(total) and not run and (following in UNITS or following in TENS) and word(tokens, at + 2) == "hundred"
    return (following in UNITS or following in TENS) and (run % 100 == 0 and (run > 0 or total > 0))


def _of_so_many(tokens: Sequence[Token], at: int, value: Fraction, first: int | None = None) -> Quantity | None:
    """ "one in five", "six out of ten"."""
    after = at + 1
    if value < 10 and word(tokens, after).removesuffix("s") in ("vote", "voter", "ballot", "person", "elector", "adult"):
        after += 1
    if word(tokens, after) == "out" and word(tokens, after + 1) == "of":
        after += 1
    if word(tokens, after) not in ("in", "of") or (word(tokens, after) == "of" and word(tokens, after - 1) != "out"):
        return None
    told = word(tokens, after + 1)
    every = word(tokens, after + 1) == "every"
    told = word(tokens, after + 2) if every else told
    whole = UNITS.get(told) or TENS.get(told) or (int(told) if told.isdecimal() and len(told) < 4 else 0)
    if not whole or value >= whole or whole > 100:
        return None
    start = at if first is None else first
    return Quantity(Form.FRACTION, value * 100 / whole, start, after + (2 if every else 1), start, spelt=True)


def _fraction(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "half", "a third of", "three quarters", "double", "twice"."""
    text = word(tokens, at)
    if text in TIMES:
        return Quantity(Form.TIMES, Fraction(TIMES[text]), at, at, at, spelt=True)
    if span := _of_a_century(tokens, at):
        return span
    if text in ("a", "the", "overall", "absolute") and word(tokens, at + 1) == "majority" and _of_the_vote(tokens, at + 2):
        return Quantity(Form.FRACTION, Fraction(50), at, at + 1, at, near=Near.MORE, spelt=True)
    if text == "most" and _of_the_vote(tokens, at + 1, of="") and word(tokens, at - 1) not in ("the", "his", "her", "their"):
        return Quantity(Form.FRACTION, Fraction(50), at, at, at, near=Near.MORE, spelt=True)
    if text == "half" and word(tokens, at + 1) not in ("-", "dozen", "century", "term", "time", "hour", "year", "decade"):
        last = at + 1 if word(tokens, at + 1) == "a" and word(tokens, at + 2) == "percentage" else at
        return Quantity(Form.FRACTION, Fraction(50), at, last, at, spelt=True)
    if text in ("a", "one") and word(tokens, at + 1) in ("third", "quarter", "fifth", "sixth", "tenth", "eighth"):
        if word(tokens, at + 2) in ("of", "in", "on", ".", ",", "to"):
            return Quantity(Form.FRACTION, Fraction(100, PARTS[word(tokens, at + 1)]), at, at + 1, at, spelt=True)
    return None


def _of_the_vote(tokens: Sequence[Token], at: int, of: str = "of") -> bool:
    """Whether a part is one of the votes: "a majority of first preferences", "most voters", "most of the vote"."""
    if of and word(tokens, at) != of:
        return False
    near = {word(tokens, i) for i in range(at, at + 4)} - {"first", "the", "valid", "of", "those", "who", "all"}
    return (
        bool(near & {"preferences", "voters", "ballots", "voted"})
        or (word(tokens, at) in ("vote", "votes") and not of)
        or (bool(of) and bool(near & {"vote", "votes"}))
    )


def _of_a_century(tokens: Sequence[Token], at: int) -> Quantity | None:
    """ "half a century", "a quarter of a century", "half-century", in months."""
    if tokens[at].lower not in CENTURY_BEGINS:
        return None
    told = tuple(token.lower for token in tokens[at : at + 5])
    for phrase, months in PARTS_OF_A_CENTURY.items():
        if told[: len(phrase)] == phrase:
            return Quantity(Form.SPAN, Fraction(months), at, at + len(phrase) - 1, at, Fraction(12), spelt=True, unit="century")
    return None


def _ordinal(tokens: Sequence[Token], at: int) -> Quantity | None:
    if word(tokens, at) not in ORDINALS or word(tokens, at + 1) in (
        "of",
        "home",
        "class",
        "half",
        "time",
        "minister",
        "wave",
        "party",
    ):
        if not (word(tokens, at) in ORDINALS and word(tokens, at + 1) == "of"):
            return None
    return Quantity(Form.ORDINAL, Fraction(ORDINALS[word(tokens, at)]), at, at, at, spelt=True)


def _united(tokens: Sequence[Token], one: Quantity) -> Quantity | None:
    """A number with the unit that follows it, or None where the unit says that it is no result."""
    after = one.last + 1
    if word(tokens, after) == "-":
        after += 1
    unit = word(tokens, after)
    if unit == "%" or unit in ("percent", "pc", "pct") or (unit == "per" and word(tokens, after + 1) == "cent"):
        last = after + (1 if unit == "per" else 0)
        if word(tokens, last + 1) in ("point", "points", "pts"):
            return replace(one, form=Form.POINTS, last=last + 1)
        return replace(one, form=Form.PER_CENT, last=last)
    if unit == "percentage" and word(tokens, after + 1) in ("point", "points", "pts"):
        return replace(one, form=Form.POINTS, last=after + 1)
    if unit == "percentage" and word(tokens, after + 1) == "-" and word(tokens, after + 2) in ("point", "points"):
        return replace(one, form=Form.POINTS, last=after + 2)
    if unit in ("point", "points", "pts", "pt", "pp", "ppt", "ppts"):
        return replace(one, form=Form.POINTS, last=after)
    stem = unit.removesuffix("s") if unit.removesuffix("s") in SPANS else ""
    if stem:
        if (word(tokens, after + 1) == "-" and word(tokens, after + 2) == "old") or word(tokens, after + 1) in (
            "old",
            "older",
            "of",
        ):
            if word(tokens, after + 1) != "of" or word(tokens, after + 2) in ("age",):
                return None
        return replace(one, form=Form.SPAN, value=one.value * SPANS[stem], step=one.step * SPANS[stem], last=after, unit=stem)
    if unit in ("working", "calendar", "consecutive") and word(tokens, after + 1) in MEASURES:
        return None
    if unit in MEASURES or unit in MONEY or (unit == "'s" and one.spelt):
        return None
    if unit == "p" and _joined(tokens, one.last):
        return None
    if unit == "times":
        return (
            replace(one, form=Form.TIMES, last=after)
            if word(tokens, after + 1) in ("the", "as", "more", "that", "his", "her", "its")
            else None
        )
    return one


def _passed(tokens: Sequence[Token], at: int) -> int:
    """The place after what is plainly no result and begins here, or 0: times, money, addresses, scores, names with a number."""
    token = tokens[at]
    before, after = word(tokens, at - 1), word(tokens, at + 1)
    if not token.is_number:
        return 0
    if before in "£$€#@" and before:
        end = at + 1
        return end + 1 if word(tokens, end) in SCALES else end
    touching = at > 0 and tokens[at - 1].end == token.start
    if touching and (tokens[at - 1].is_word or tokens[at - 1].text in "/_"):
        return at + 1  # M25, E14000733, v2
    if touching and before == "-" and at > 1 and tokens[at - 2].end == tokens[at - 1].start and tokens[at - 2].is_word:
        return at + 1  # Covid-19
    if (
        after in (":", "/")
        and _joined(tokens, at)
        and at + 2 < len(tokens)
        and tokens[at + 2].is_number
        and _joined(tokens, at + 1)
    ):
        return at + 3  # 04:30, 9/11
    if after in ("am", "pm") or (
        after in ("a", "p") and word(tokens, at + 2) in (".", "m") and word(tokens, at + 3) in ("m", ".")
    ):
        return at + 2
    if (
        at == 0
        and re.fullmatch(r"([01]\d|2[0-3])\.[0-5]\d", token.text)
        and after[:1].isalpha()
        and after not in ("per", "points")
    ):
        return at + 1  # "23.40 Good evening", in a live blog
    if (
        before == "at"
        and re.fullmatch(r"\d\d?(\.\d\d)?", token.text)
        and after not in ("%", "per", "votes", "points", "percentage", "candidates", ".")
    ):
        if re.fullmatch(r"\d\d?\.\d\d", token.text) or after in ("on", "o'clock"):
            return at + 1
    if before == "0" or (token.text.startswith("0") and "." not in token.text and len(token.text) > 1):
        return _while_digits(tokens, at)  # a telephone number
    if after == "." and _joined(tokens, at) and _joined(tokens, at + 1) and tokens[at + 2].is_number:
        return at + 3  # 1.2.3
    if (
        re.fullmatch(r"\d+(\.\d+)?", token.text)
        and before in NAMED_BY_NUMBER
        and not (before in ("number", "table", "age", "no") and after == "of")
    ):
        return at + 1
    if before == "." and word(tokens, at - 2) in ("p", "pp", "no", "v", "tel", "ext", "art"):
        return at + 1
    if at + 1 < len(tokens) and tokens[at + 1].is_name and _is_street(tokens, at + 1):
        return at + 1
    if (
        after in ("-", "–")
        and _joined(tokens, at)
        and at + 2 < len(tokens)
        and tokens[at + 2].is_number
        and len(token.text) < 3 > len(tokens[at + 2].text)
    ):
        if SPORT & {one.lower for one in tokens} and not {"votes", "points", "%", "seats"} & {one.lower for one in tokens}:
            return at + 3  # a score
        if re.fullmatch(r"\d", token.text) and re.fullmatch(r"\d", tokens[at + 2].text):
            return at + 3
    if before in ("aged", "age") or (
        before == "," and at > 1 and tokens[at - 2].is_word and after in (",", ".", ")", "and") and _is_age(token)
    ):
        return at + 1
    if before == "(" and after == ")" and _is_age(token) and at > 1 and tokens[at - 2].is_name:
        return at + 1
    if (
        after == "-"
        and (word(tokens, at + 2) in ("year", "month", "week", "day", "hour", "minute"))
        and word(tokens, at + 4) == "old"
    ):
        return at + 5
    return 0


def _is_age(token: Token) -> bool:
    return token.text.isdecimal() and 16 <= int(token.text) <= 99


def _is_street(tokens: Sequence[Token], at: int) -> bool:
    for ahead in range(at, min(at + 4, len(tokens))):
        if not tokens[ahead].is_name:
            return False
        if tokens[ahead].lower in STREETS and ahead > at:
            return True
    return False


def _while_digits(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (tokens[at].is_number or tokens[at].text in "-()"):
        at += 1
    return at


def _qualified(tokens: Sequence[Token], one: Quantity) -> Quantity:
    """A quantity with the qualifier before or behind it."""
    start = one.first
    if one.signed:
        start -= 1
    for skip in ("a", "an", "the", "his", "her", "its"):
        if word(tokens, start - 1) == skip and skip not in ("a", "an"):
            start -= 1
    for length in range(min(LONGEST_QUALIFIER, start), 0, -1):
        phrase = tuple(token.lower for token in tokens[start - length : start])
        if phrase in QUALIFIERS:
            if phrase in (("up", "to"), ("some",), ("c",), ("over",), ("under",), ("above",), ("below",), ("just",), ("only",)):
                if not _means_it(tokens, start - length, phrase):
                    break
            if phrase in (("higher", "than"), ("lower", "than")) and any(t.is_number for t in tokens[: start - length]):
                break  # "67.8%, higher than the 69.1% of 2019": one is set against the other
            near = QUALIFIERS[phrase]
            opens = start - length if near is not Near.EXACT else one.opens
            return replace(one, near=near, opens=opens)
    after = one.last + 1
    if tuple(token.lower for token in tokens[after : after + 2]) == ("or", "so") or (
        word(tokens, after) == "-" and word(tokens, after + 1) in ("odd", "ish")
    ):
        return replace(one, near=Near.ABOUT)
    if tuple(token.lower for token in tokens[after : after + 2]) == ("or", "more"):
        return replace(one, near=Near.LEAST)
    if tuple(token.lower for token in tokens[after : after + 2]) in (("or", "fewer"), ("or", "less")):
        return replace(one, near=Near.MOST)
    if word(tokens, after) == "-" and word(tokens, after + 1) == "plus":
        return replace(one, near=Near.LEAST)
    return replace(one, opens=start if one.signed else one.opens)


MOVED = set(
    "went rose climbed jumped up down fell dropped increased surged grew lifted risen rising boosted pushed raised".split()
)


def _means_it(tokens: Sequence[Token], at: int, phrase: tuple[str, ...]) -> bool:
    """Whether words that can be something else are a qualifier here: not "rose up to", not "was down under"."""
    before = word(tokens, at - 1)
    if phrase == ("up", "to"):
        return before not in MOVED
    if phrase == ("over",):
        return before not in ("majority", "lead", "victory", "win", "turned", "handed", "took", "taken")
    return phrase != ("c",) or at > 0


def begins(tokens: Sequence[Token], one: Quantity) -> int:
    """Where a quantity begins with a qualifier that says no more than that it is exact: "just 285", "a mere 285"."""
    at = one.opens
    while at:
        phrases = (tuple(token.lower for token in tokens[at - n : at]) for n in range(min(LONGEST_QUALIFIER, at), 0, -1))
        exact = next((phrase for phrase in phrases if QUALIFIERS.get(phrase) is Near.EXACT), None)
        if exact is None:
            break
        at -= len(exact)
    return at


def amounts(quantities: Sequence[Quantity]) -> Iterator[Quantity]:
    """Those that speak of how much, and not of when."""
    return (one for one in quantities if one.form not in (Form.YEAR, Form.DATE, Form.SPAN, Form.ORDINAL))
