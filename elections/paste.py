"""Figures that somebody pastes instead of typing, put to the boxes of a sheet by name and party. Pure.

Read are a column of numbers, a table from a spreadsheet, and the returning officer's text in whatever order it has names,
parties and figures. Nothing is guessed: what fits two candidates, names one and another's party, or has two figures where one
is due, is given back with the reason, and its box stays as it was. Everything is for somebody to look at before it is handed in.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from elections.counting import Sentence, _

INDEPENDENT = ("Independent", "Ind", "Annibynnol")  # as papers call who has no party
LARGEST = 9_999_999
TOGETHER = 5  # lines that may say one thing: a name on two, a description, the figure
HARD = "\u00a0\u202f\u2009"  # spaces that do not break: between digits they group thousands
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
DATES = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:day\s+)?(?:of\s+)?(?:{MONTHS}),?\s+\d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b|\b\d\d?/\d\d?/\d{{4}}\b"
    r"|\b\d\d?[:.]\d\d ?(?:am|pm)\b|\b\d\d:\d\d\b",
    re.IGNORECASE,
)
NUMBER = (  # a sign, digits with or without thousands, decimals, per cent; no part of a word or of a longer number
    r"(?<![\w.,])(?P<sign>[+\-−–±](?=\d))?"
    r"(?P<whole>\d{1,3}(?P<group>[GROUPS])\d{3}(?:(?P=group)\d{3})*(?!\d)|\d+)(?P<part>[.,]\d+)?"
    r"(?!\w|[.,]\d)(?P<percent>\s?(?:%|per cent\b|pp\b))?"
)
WORD = r"[^\W\d_]+(?:['’][^\W\d_]+)*"
NOISE = set(
    "a an and the of for in party parties candidate candidates votes vote elected etholwyd co operative mr mrs ms miss dr sir "
    "dame cllr councillor commonly known as polled recorded received number name names description if any by share change per "
    "cent pleidleisiau pleidlais ymgeisydd ymgeiswyr y yr plaid nifer enw winner result".split()
)  # words that tell nobody from anybody else
VOTES = {"votes", "vote", "votes cast", "number of votes", "votes recorded", "total votes", "pleidleisiau", "first preferences"}

# What else a paper states, by the box of it, in the order in which it is looked for; without a box it is passed over: the
# reasons why papers were rejected, and what is reckoned from the rest.
REASON, SUM, RECKONED = "reason", "sum", ""
TOTALS = tuple(
    (re.compile(pattern), box)
    for pattern, box in (
        (r"official mark|more (?:candidates|than)|be identified|unmarked|uncertain|writing or mark|marc swyddogol", REASON),
        (r"issued|unused|postal|proxy|tendered|cyhoeddwyd", RECKONED),
        (r"\belectorate|\belectors|registered|eligible|\betholwyr", "electorate"),
        (r"\bquota|\bcwota", "quota"),
        (r"reject|spoil|doubtful|gwrthod", "rejected_ballots"),
        (r"\bmajority|\bmwyafrif|turnout|\bseats?\b|vacanc|percentage|\bshare", RECKONED),
        (r"\bvalid|\bdilys", "valid_votes"),
        (r"ballot papers|papurau pleidleisio|verified", "ballot_papers"),
        (r"votes cast|votes polled|^(?:grand |sub)?totals?\b|\bcyfanswm|total (?:number of )?votes", SUM),
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: the names of its boxes in the order of the columns, and what the candidate and the party are called.
    Of somebody with one family name only the last word may be given as `name`."""

    boxes: tuple[str, ...]
    name: str
    family: str = ""
    parties: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(_tokens(self.name))

    @property
    def family_names(self) -> tuple[str, ...]:
        said = tuple(_tokens(self.family))
        last = self.name.split()[-1:] or [""]
        return said if said and set(said) <= set(self.names) else tuple(_tokens(last[0]))


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Something pasted that has a figure and was put nowhere, and why."""

    text: str
    why: Sentence


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was made of a paste: the figure of each box that it fills, what it states and was not placed, lines without a figure
    for any box, and the names of the candidates who got none. `in_order` if the order of the ballot paper alone told who is
    who."""

    filled: Mapping[str, Decimal] = field(default_factory=dict)
    unplaced: tuple[Unplaced, ...] = ()
    passed: tuple[str, ...] = ()
    unfilled: tuple[str, ...] = ()
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands: `aside` if it is a percentage, a change or a share, and so no count of votes."""

    value: Decimal
    whole: bool
    aside: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with the numbers that stand by them, on one line or on several."""

    words: str
    numbers: tuple[Number, ...]
    source: str

    @property
    def figures(self) -> tuple[Number, ...]:
        return tuple(number for number in self.numbers if not number.aside)

    @property
    def telling(self) -> list[str]:
        return [token for token in _tokens(self.words) if token not in NOISE]


def read(text: str, lines: Sequence[Line], totals: Iterable[str] = (), *, decimals: bool = False) -> Pasted:
    """What a paste says about a sheet with these lines, in the order of the ballot paper, and these boxes of totals. `decimals`
    where the figures of later columns may have some."""
    return _Reading(lines, frozenset(totals)).read(list(pieces_of(text, decimals=decimals)))


class _Reading:
    def __init__(self, lines: Sequence[Line], totals: frozenset[str]):
        self.lines, self.totals = lines, totals
        self.claims: dict[int, list[tuple[tuple[Decimal, ...], str]]] = {}
        self.stated: dict[str, list[tuple[Decimal, str]]] = {}
        self.sums: list[tuple[Decimal, str]] = []
        self.unplaced: list[Unplaced] = []
        self.passed: list[str] = []
        self.among_reasons = False

    def read(self, pieces: Sequence[Piece]) -> Pasted:
        named = [piece for piece in pieces if piece.telling and self._total_of(piece) is None]
        bare = [piece for piece in pieces if piece.figures and not piece.telling]
        if bare and not named:
            return self._in_order(bare, [piece for piece in pieces if piece.telling])
        self._by_name(pieces)
        return self._result()

    # A column of numbers.

    def _in_order(self, bare: Sequence[Piece], totals: Sequence[Piece]) -> Pasted:
        """Figures without a name, in the order of the ballot paper; only if there is just one for each candidate."""
        numbers = [(number.value, piece.source) for piece in bare for number in piece.figures]
        for piece in totals:
            self._as_total(piece)
        if len(numbers) != len(self.lines):
            words = _("%(numbers)s figures without names, for %(boxes)s candidates: it cannot be told which is whose.")
            why = Sentence(words, {"numbers": str(len(numbers)), "boxes": str(len(self.lines))})
            self.unplaced.append(Unplaced("; ".join(piece.source for piece in bare), why))
            return self._result()
        for at, (value, source) in enumerate(numbers):
            self.claims[at] = [((value,), source)]
        return replace(self._result(), in_order=True)

    # Names, parties and figures.

    def _by_name(self, pieces: Sequence[Piece]) -> None:
        """Puts each figure to the words before it; words that come without one wait for the figure below them."""
        figures_above = not pieces[0].telling if pieces else False
        waiting: list[Piece] = []
        for piece in pieces:
            if not piece.figures:
                waiting += [piece] if piece.telling else []
                continue
            taken = 0
            if figures_above and not piece.telling:
                self._refuse(piece, Sentence(_("It cannot be told whether this is of the name above or below it.")))
            else:
                taken = self._take(piece, waiting[-TOGETHER:])
            self.passed += [one.source for one in waiting[: len(waiting) - taken]]
            waiting = []
        self.passed += [one.source for one in waiting]

    def _take(self, piece: Piece, waiting: Sequence[Piece]) -> int:
        """Places one figure, with as many of the lines above as tell whose it is; how many that were. A name decides before a
        party does: first who is named beside the figure, then who is named above it."""
        why: Sentence | None = None
        turns: list[int] = [0, *range(len(waiting), 0, -1), 0]
        for turn, taken in enumerate(turns):
            parts = [*waiting[len(waiting) - taken :], piece]
            whole = Piece(" ".join(one.words for one in parts), piece.numbers, " ".join(one.source for one in parts))
            found = self._who(whole, named=turn == 0 or why is not None)
            if isinstance(found, int) and all(self._speaks_of(found, one) for one in parts if one.telling):
                self._claim(found, whole)
                return taken
            if not isinstance(found, int):
                why = why or found
                if found is None and self._as_total(whole):
                    return taken
        nobody = _("No candidate of this contest is called that.") if piece.telling or waiting else _("No name stands with this.")
        near = [] if piece.telling else list(waiting[-1:])
        source = " ".join(one.source for one in (*near, piece))
        self._refuse(Piece(piece.words, piece.numbers, source), why or Sentence(nobody))
        return len(near)

    def _speaks_of(self, at: int, piece: Piece) -> bool:
        """Whether a part of what is joined has to do with the line: a name of its own, or its party's."""
        own = {_stem(word) for words in (self.lines[at].name, *self.lines[at].parties) for word in _tokens(words)}
        return bool(own & {_stem(token) for token in piece.telling})

    def _claim(self, at: int, piece: Piece) -> None:
        """The figures of a candidate's line: one for each column, or one whole number for the first."""
        line, figures = self.lines[at], [number.value for number in piece.figures]
        whole = [number.value for number in piece.figures if number.whole]
        self.among_reasons = False
        if len(line.boxes) > 1 and len(figures) == len(line.boxes):
            self.claims.setdefault(at, []).append((tuple(figures), piece.source))
        elif len(whole) == 1 and whole[0] <= LARGEST:
            self.claims.setdefault(at, []).append((tuple(whole), piece.source))
        else:
            self._refuse(piece, Sentence(_("%(name)s: it is not clear which figure is the votes."), {"name": line.name}))

    def _refuse(self, piece: Piece, why: Sentence) -> None:
        self.unplaced.append(Unplaced(piece.source, why))

    # Who is meant.

    @cached_property
    def _called(self) -> dict[tuple[str, ...], set[int]]:
        """The lines of each party, by every way in which it is called."""
        known: dict[tuple[str, ...], set[int]] = {}
        for at, line in enumerate(self.lines):
            for party in line.parties:
                if words := _party(party):
                    known.setdefault(words, set()).add(at)
        return known

    def _mentions(self, tokens: Sequence[str]) -> list[tuple[tuple[str, ...], set[int]]]:
        """Each mention of a party of this contest, the longest names first: the Scottish Greens are not the Greens."""
        words = [_stem(token) for token in tokens if token not in NOISE]
        found = []
        for called in sorted(self._called, key=len, reverse=True):
            at = 0
            while at + len(called) <= len(words):
                if tuple(words[at : at + len(called)]) == called:
                    found.append((called, self._called[called]))
                    words[at : at + len(called)] = ["" for _word in called]
                at += 1
        return found

    def _who(self, piece: Piece, *, named: bool) -> int | Sentence | None:
        """The line that a piece is about, why that cannot be told, or None. With `named` a family name or a party alone is not
        enough."""
        tokens = _tokens(piece.words)
        there, mentions = set(tokens), self._mentions(tokens)
        hits = self._named(tokens)
        if not hits and not named:
            hits = self._half_named(there, mentions)
        if not hits:
            return None
        own = {_stem(token) for at in hits for token in self.lines[at].names}
        times = Counter(called for called, _lines in mentions)
        certain = [lines for called, lines in mentions if not set(called) <= own or times[called] > 1]
        if certain:
            agreeing = [at for at in hits if any(at in lines for lines in certain)]
            if not agreeing:
                words = _("%(name)s stands here with another candidate’s party.")
                return Sentence(words, {"name": self.lines[hits[0]].name})
            hits = agreeing
        if len(hits) > 1:
            words = _("This fits more than one: %(names)s.")
            return Sentence(words, {"names": "; ".join(self.lines[at].name for at in hits)})
        return hits[0]

    def _named(self, tokens: Sequence[str]) -> list[int]:
        """Who is named in full, in any order; of two such names the longer. Else who is named by family and a given name or its
        initial."""
        there, initials = set(tokens), {token for token in tokens if len(token) == 1}
        firsts = {token[0] for token in tokens}

        def stands(name: str) -> bool:
            return name in there or (len(name) == 1 and name in firsts)

        full = [at for at, line in enumerate(self.lines) if line.names and all(map(stands, line.names))]
        full = [at for at in full if not any(set(self.lines[at].names) < set(self.lines[other].names) for other in full)]
        if full:
            return full
        found = []
        for at, line in enumerate(self.lines):
            given = set(line.names) - set(line.family_names)
            if set(line.family_names) <= there and (given & there or any(name[0] in initials for name in given)):
                found.append(at)
        return found

    def _half_named(self, there: set[str], mentions: Sequence[tuple[tuple[str, ...], set[int]]]) -> list[int]:
        """Who is meant by a family name, alone or with the party, or by the party alone, with no other word beside."""
        of_parties = {word for called, _lines in mentions for word in called}
        rest = {token for token in there - NOISE if _stem(token) not in of_parties}
        mentioned = {at for _called, lines in mentions for at in lines}
        found = []
        for at, line in enumerate(self.lines):
            family = set(line.family_names)
            by_family = bool(family) and family <= there and (rest <= family or at in mentioned)
            if by_family or (at in mentioned and not rest):
                found.append(at)
        return found

    # What else the paper states.

    def _total_of(self, piece: Piece) -> str | None:
        """The box of a total, REASON, SUM or RECKONED; None where the words are of no total."""
        folded = " ".join(_tokens(piece.words))
        found = next((box for pattern, box in TOTALS if pattern.search(folded)), None)
        if found is None or self._named(folded.split()) or self._mentions(folded.split()):
            return None
        return found

    def _as_total(self, piece: Piece) -> bool:
        found = self._total_of(piece)
        if found is None:
            return False
        whole = [number.value for number in piece.figures if number.whole or found == "quota"]
        if found == SUM and self.among_reasons:
            found = "rejected_ballots"  # below the reasons it is their sum
        self.among_reasons = found == REASON
        if found in (REASON, RECKONED) or not whole:
            self.passed.append(piece.source)
        elif len(whole) > 1 or whole[0] > LARGEST:
            self._refuse(piece, Sentence(_("It is not clear which of these figures it is.")))
        elif found == SUM:
            self.sums.append((whole[0], piece.source))
        elif found not in self.totals:
            self.passed.append(piece.source)
        else:
            self.stated.setdefault(found, []).append((whole[0], piece.source))
        return True

    # What comes of it.

    def _result(self) -> Pasted:
        filled: dict[str, Decimal] = {}
        for at, claims in self.claims.items():
            if len({figures for figures, _source in claims}) > 1:
                words = _("%(number)s lines for %(name)s, with different figures.")
                why = Sentence(words, {"number": str(len(claims)), "name": self.lines[at].name})
                self.unplaced += [Unplaced(source, why) for _figures, source in claims]
            else:
                filled |= dict(zip(self.lines[at].boxes, claims[0][0], strict=False))
        self._settle_sums(sum(filled.get(line.boxes[0], Decimal(0)) for line in self.lines))
        for box, said in self.stated.items():
            if len({value for value, _source in said}) > 1:
                why = Sentence(_("Stated twice, with different figures."))
                self.unplaced += [Unplaced(source, why) for _value, source in said]
            else:
                filled[box] = said[0][0]
        unfilled = tuple(line.name for line in self.lines if line.boxes[0] not in filled)
        return Pasted(filled, tuple(self.unplaced), tuple(self.passed), unfilled)

    def _settle_sums(self, votes: Decimal | int) -> None:
        """A mere "total" is of the valid votes; of all papers where it is just the votes and the rejected papers together, or
        another figure stands for the valid votes."""
        rejected = self.stated.get("rejected_ballots", [(Decimal(0), "")])[0][0]
        for value, source in self.sums:
            stated = {said for said, _source in self.stated.get("valid_votes", [])}
            papers = (rejected and value == votes + rejected) or (stated and value not in stated)
            box = "ballot_papers" if papers else "valid_votes"
            if box in self.totals:
                self.stated.setdefault(box, []).append((value, source))
            else:
                self.passed.append(source)


# From text to pieces.


def pieces_of(text: str, *, decimals: bool = False) -> Iterator[Piece]:
    """The pieces of a paste, line by line: words with the numbers that stand by them. Of a table with one heading "Votes" only
    that column of numbers is read; a number that merely counts the lines is left out."""
    clean = re.sub(r"[\u200b\ufeff\u00ad]", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    clean = DATES.sub(" ", clean)
    number, cells = _number(clean, decimals=decimals), _cells(clean)
    votes: int | None = None
    rows: list[list[Piece]] = []
    for parts in (cells(line) for line in clean.split("\n") if line.strip()):
        source = " ".join(" ".join(parts).split())
        if not number.search(source):
            headings = [at for at, part in enumerate(parts) if " ".join(_tokens(part)) in VOTES]
            votes = headings[0] if len(headings) == 1 and len(parts) > 1 else votes
            rows.append([Piece(source, (), source)])
        elif votes is not None and votes < len(parts) and number.fullmatch(parts[votes]):
            words = " ".join(part for part in parts if not number.fullmatch(part))
            rows.append([Piece(words, _numbers(number, parts[votes], decimals), source)])
        else:
            rows.append(list(_split(number, "\t".join(parts), decimals)))
    counted = [int(row[0].figures[0].value) for row in rows if _counts(row)]
    in_turn = len(counted) > 1 and counted == list(range(1, len(counted) + 1))
    for row in rows:
        if not _counts(row):
            yield from row
        elif in_turn or re.match(r"\(?\d{1,2}[.)]\s", row[0].source):
            yield from row[1:]
        else:  # whose the first number is cannot be told, and so neither can the next
            yield Piece(
                " ".join(one.words for one in row),
                tuple(number for one in row for number in one.numbers),
                " ".join(one.source for one in row),
            )


def _counts(row: Sequence[Piece]) -> bool:
    """Whether a row begins with a number that may be its place, and has another figure after its words."""
    return len(row) > 1 and not row[0].telling and len(row[0].figures) == 1 and bool(row[1].figures)


def _cells(text: str) -> Callable[[str], list[str]]:
    """How the lines of a text are parted: at tabs, semicolons or bars; at commas where none stands before a space."""
    for mark in "\t;|":
        if mark in text:
            return lambda line: [cell.strip(' "') for cell in line.split(mark)]
    if re.search(r"[^\s\d],\S|\S,[^\s\d]", text):
        return lambda line: [cell.strip() for cell in next(csv.reader([line], skipinitialspace=True))]
    return lambda line: [line.strip()]


def _number(text: str, *, decimals: bool) -> re.Pattern[str]:
    """How numbers are written in a text. A point or a space groups thousands only where nothing else does: beside 15,529 or
    15529 the figures of "51.877" and "15 529" are a share, and two numbers."""
    certain = f",'’{HARD}"
    if decimals or re.search(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\d.,])(?!(?:19|20)\d\d\b)\d{4,}(?![\d.,]\d)", text):
        return re.compile(NUMBER.replace("GROUPS", certain))
    return re.compile(NUMBER.replace("GROUPS", f"{certain}. "))


def _numbers(number: re.Pattern[str], text: str, decimals: bool) -> tuple[Number, ...]:
    return tuple(_of(match, decimals) for match in number.finditer(text))


def _of(match: re.Match[str], decimals: bool) -> Number:
    whole, part = re.sub(r"\D", "", match["whole"]), match["part"] or ""
    value = Decimal(f"{whole}.{part[1:]}" if part else whole)
    return Number(value, not part, bool(match["sign"] or match["percent"] or (part and not decimals)))


def _split(number: re.Pattern[str], text: str, decimals: bool) -> Iterator[Piece]:
    """The pieces of one line: a new one begins with words that come after a figure, if a figure follows them too. A line with
    one figure is one piece, whatever comes first."""
    matches = list(number.finditer(text))
    found: list[tuple[list[str], list[Number], int, int]] = []
    words, numbers, start, end = list[str](), list[Number](), 0, 0
    for match in matches:
        before, one = text[end : match.start()], _of(match, decimals)
        if not one.aside and any(not known.aside for known in numbers) and Piece(before, (), "").telling:
            found.append((words, numbers, start, end))
            words, numbers, start = [], [], end
        words.append(before)
        numbers.append(one)
        end = match.end()
    after = text[end:]
    if found and Piece(after, (), "").telling:
        found += [(words, numbers, start, end), ([after], [], end, len(text))]
    else:
        found.append(([*words, after], numbers, start, len(text)))
    for parts, ones, first, last in found:
        yield Piece(" ".join(parts), tuple(ones), " ".join(text[first:last].split()).strip(" ,;|"))


# Words.


def _tokens(text: str) -> list[str]:
    """Words without accents, apostrophes and capitals."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return [re.sub("['’]", "", word).casefold() for word in re.findall(WORD, plain)]


def _stem(word: str) -> str:
    """Conservatives and Conservative are one party."""
    return word.removesuffix("s") if len(word) > 4 else word


def _party(name: str) -> tuple[str, ...]:
    return tuple(_stem(word) for word in _tokens(name) if word not in NOISE)
