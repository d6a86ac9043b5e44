"""Results as others publish them, as rows of our own CSV format. Pure.

Four files are known by their first row: Democracy Club's candidates and its results, and the House of Commons Library's pair,
by candidate and by constituency. What a file does not say stays empty. Shares, changes and turnout are never taken over: they
follow from the votes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from itertools import takewhile
from pathlib import PurePath

RESULTS = (
    "ballot_paper_id,election_date,area_name,area_kind,area_parent,gss,country,region,voting_system,seats,electorate,"
    "ballot_papers,valid_votes,rejected_ballots,comparison,notional,poll_status,candidate,given_name,"
    "family_name,person_id,standing_as,party,party_abbreviation,ec_party_id,adjunct_party,list_position,constituency_seats,"
    "stage,votes,elected,lot,declared_at,source"
).split(",")

READ = [*RESULTS, "by_election_reason"]  # what a row may hold: the reason is not written out, but read where it is known

type Cells = dict[str, str]  # one row by its columns; "row" says where it stands


class Source(StrEnum):
    """Whose file it is."""

    CANDIDATES = "Democracy Club's candidates"
    VOTES = "Democracy Club's results"
    BY_CANDIDATE = "the House of Commons Library's results by candidate"
    BY_CONSTITUENCY = "the House of Commons Library's results by constituency"


MARKS = {
    Source.VOTES: {"ballot_paper_id", "person_name", "ballots_cast"},
    Source.CANDIDATES: {"ballot_paper_id", "person_name", "post_label"},
    Source.BY_CANDIDATE: {"Constituency name", "Candidate surname", "Votes"},
    Source.BY_CONSTITUENCY: {"Constituency name", "Member surname", "Valid votes"},
}
OTHER_NAMES = {  # columns that were named otherwise in some year
    "ONS ID2": "ONS ID",
    "DC Person ID": "Democracy Club person ID",
    "By-election date": "Election date",
    "is_winner": "elected",
}
PLACE = "ONS ID,ONS region ID,Constituency name,County name,Region name,Country name,Constituency type".split(",")
CANDIDATE = (
    "Party name,Party abbreviation,Electoral Commission party ID,MNIS party ID,Electoral Commission adjunct party ID,"
    "Candidate first name,Candidate surname,Candidate gender,Sitting MP,Former MP,Member MNIS ID,Votes,Share,Change,"
    "Democracy Club person ID"
).split(",")
CONSTITUENCY = (
    "Declaration time,Member first name,Member surname,Member gender,Result,First party,Second party,Electorate,Valid votes,"
    "Invalid votes,Majority"
).split(",")
CODE = re.compile(r"[A-Z]\d{8}")  # of the Office for National Statistics
TYPES = {"Borough", "Burgh", "County"}  # of constituencies


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read: its name, and its rows with the header, where it has one."""

    name: str
    rows: Sequence[Sequence[str]]

    @property
    def source(self) -> Source | None:
        return detect(self.rows[0]) if self.rows else None


@dataclass(slots=True)
class Translation:
    """Rows of our own format, each with its place as "row". With `problems` nothing is to be taken; `warnings` are to be read."""

    rows: list[Cells] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def problem(self, at: Cells, sentence: str) -> None:
        self.problems.append(f"Row {at['row']}: {sentence}")

    def warn(self, at: Cells, sentence: str) -> None:
        self.warnings.append(f"Row {at['row']}: {sentence}")

    def take(self, *parts: Mapping[str, str]) -> None:
        """Adds a row made of these parts; the later ones win."""
        self.rows.append({name: value for part in ({**dict.fromkeys(READ, "")}, *parts) for name, value in part.items()})


def detect(header: Sequence[str]) -> Source | None:
    """Whose file begins with this row: None for our own format, and for what nobody knows."""
    names = set(_names(header))
    for source, marks in MARKS.items():
        if marks <= names:
            return source
    columns = _columns(header)
    if columns is None:
        return None
    return Source.BY_CANDIDATE if "Votes" in columns else Source.BY_CONSTITUENCY


def translate(
    tables: Sequence[Table], *, polling_on: date | None = None, on_record: Mapping[str, str] | None = None
) -> Translation:
    """One foreign file, or the Commons Library's pair in either order, as rows of our own format.

    `polling_on` is needed for files of a general election, which do not say it. `on_record` has the voting system of each
    contest that is there already, by its ballot paper.
    """
    done, known = Translation(), on_record or {}
    files = {table.source: table for table in tables}
    if len(tables) == 1 and (files.keys() & {Source.CANDIDATES, Source.VOTES}):
        _democracy_club(tables[0], known, done)
    elif len(files) == len(tables) and files.keys() <= {Source.BY_CANDIDATE, Source.BY_CONSTITUENCY}:
        _library(files.get(Source.BY_CANDIDATE), files.get(Source.BY_CONSTITUENCY), polling_on, known, done)
    else:
        done.problems.append(
            "Two files are taken together only as the House of Commons Library's pair, by candidate and by constituency. "
            "Give one file at a time."
        )
    return done


# Rows.


def _names(header: Iterable[str]) -> list[str]:
    return [OTHER_NAMES.get(name.strip(), name.strip()) for name in header]


def _columns(first: Sequence[str]) -> list[str] | None:
    """The columns of a file of the Commons Library that has no header, by the shape of its first row."""
    cells = [cell.strip() for cell in first]
    dates = len(list(takewhile(lambda cell: _moment(cell) is not None, cells)))
    cells = cells[dates:]
    if dates > 2 or len(cells) < len(PLACE) + len(CONSTITUENCY) or not all(CODE.fullmatch(cell) for cell in cells[:2]):
        return None
    place = [name for name in PLACE if name != "County name" or cells[5] not in TYPES]  # 2024 has no counties
    sitting = cells[len(place) + CANDIDATE.index("Sitting MP")]
    return [*["Election date", "Writ date"][:dates], *place, *(CANDIDATE if sitting in ("Yes", "No") else CONSTITUENCY)]


def _records(table: Table, done: Translation, *, of: str = "") -> list[Cells]:
    """The rows of a file by their columns, without the empty ones. `of` names the file in sentences where there are two."""
    headless = _columns(table.rows[0])
    columns = headless or _names(table.rows[0])
    width, found = len(table.rows[0]), []
    for number, row in enumerate(table.rows[0 if headless else 1 :], start=1 if headless else 2):
        if not any(cell.strip() for cell in row):
            continue
        cells = dict.fromkeys(columns, "") | {name: " ".join(cell.split()) for name, cell in zip(columns, row, strict=False)}
        cells["row"] = f"{number} of {of}" if of else str(number)
        if len(row) != width:
            done.problem(cells, f"it has {len(row)} cells, the first row has {width}.")
        found.append(cells)
    return found


def _moment(text: str) -> datetime | None:
    """A day or a minute as these files write it: 06/05/2021, 07/05/2021 02:30, or 2021-05-06."""
    for form in ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _votes(rows: Iterable[Cells], column: str) -> list[int] | None:
    """The votes of every row, or None where one is not known."""
    votes = [_whole(row.get(column, "")) for row in rows]
    return None if None in votes else [vote for vote in votes if vote is not None]


# Parties.

CO_OPERATIVE = "Co-operative Party"  # PP119 in the register of the Electoral Commission
TOGETHER = {  # Labour and Co-operative candidates are Labour's, with an adjunct
    "Labour and Co-operative Party": "Labour Party",
    "Labour and Co-operative": "Labour",
    "Labour (Co-op)": "Labour",
}
ABBREVIATIONS = {  # of the Commons Library, which names a constituency's parties by these alone
    "Con": "Conservative",
    "Lab": "Labour",
    "LD": "Liberal Democrat",
    "RUK": "Reform UK",
    "Brexit": "Brexit Party",
    "UKIP": "UK Independence Party",
    "Green": "Green Party",
    "SNP": "Scottish National Party",
    "PC": "Plaid Cymru",
    "DUP": "Democratic Unionist Party",
    "SF": "Sinn Féin",
    "SDLP": "Social Democratic & Labour Party",
    "UUP": "Ulster Unionist Party",
    "APNI": "Alliance",
    "Alliance": "Alliance",
    "Ind": "Independent",
    "Spk": "Speaker",
    "Lab Coop": "Labour and Co-operative",
}


def standing(party: str, party_id: str = "", abbreviation: str = "") -> Cells:
    """What somebody stands as: the columns of our format about it.

    `party_id` is Democracy Club's: ynmp-party:2 for independents, ynmp-party:12522 for the Speaker, joint-party:53-119 for
    Labour and Co-operative, else that of the Electoral Commission's register, as PP53 or party:53.
    """
    if party_id == "ynmp-party:2" or party == "Independent":
        return {"standing_as": "independent"}
    if party_id == "ynmp-party:12522" or party in ("Speaker", "Speaker seeking re-election"):
        return {"standing_as": "speaker"}
    told = {"standing_as": "party", "party": TOGETHER.get(party, party), "party_abbreviation": abbreviation}
    if party_id == "joint-party:53-119" or party in TOGETHER:
        return {**told, "party": TOGETHER.get(party, "Labour Party"), "ec_party_id": "PP53", "adjunct_party": CO_OPERATIVE}
    if registered := re.fullmatch(r"(?:PP|party:)(\d+)", party_id):
        told["ec_party_id"] = f"PP{registered[1]}"
    return told


# Democracy Club.

BALLOT_PAPER = re.compile(r"[a-z]+\.(.+\.)?\d{4}-\d{2}-\d{2}")
YES = {"t", "true", "1", "yes"}
COUNTRIES = {"E": "England", "W": "Wales", "S": "Scotland", "N": "Northern Ireland"}  # by the first letter of a code
COUNTRY_OF = {
    "sp": "Scotland",
    "senedd": "Wales",
    "naw": "Wales",
    "nia": "Northern Ireland",
    "gla": "England",
    "mayor": "England",
}
REASONS = {  # Democracy Club's, after the Electoral Commission's guidance on casual vacancies
    "DEATH": "the elected member died",
    "RESIGNATION": "the elected member resigned",
    "ELECTORAL_COURT": "an election court declared the last election void",
    "FAILURE_TO_ACCEPT": "the elected member did not sign the declaration of acceptance",
    "FAILURE_TO_ATTEND_MEETINGS": "the elected member attended no meetings for six months",
    "DISQUALIFICATION": "the elected member was disqualified",
    "LOSING_QUALIFICATION": "the elected member no longer qualified as an elector",
    "RECALL_PETITION": "the elected member was recalled by petition",
    "OTHER": "",
    "UNKNOWN": "",
}


def voting_system(ballot_paper_id: str, country: str) -> str:
    """By the kind of election and its day; empty where that does not settle it.

    Mayors and police and crime commissioners were elected by supplementary vote until 3 May 2023 (Elections Act 2022,
    section 13), the Senedd by additional member until 2026 (Senedd Cymru (Members and Elections) Act 2024).
    """
    kind, *middle, day = ballot_paper_id.split(".")
    if kind in ("mayor", "pcc"):
        return "SV" if day < "2023-05-04" else "FPTP"
    if kind in ("gla", "sp", "naw", "senedd") and middle[:1] in (["a"], ["r"], ["c"]):
        return "FPTP" if middle[0] == "c" else "AMS"
    if kind == "local":
        return {"England": "FPTP", "Wales": "FPTP", "Scotland": "STV-SCT", "Northern Ireland": "STV-NI"}.get(country, "")
    return {"parl": "FPTP", "nia": "STV-NI", "senedd": "PR-CL" if day >= "2026-05-07" else ""}.get(kind, "")


def _democracy_club(table: Table, on_record: Mapping[str, str], done: Translation) -> None:
    """Contests with their candidates, and their results where the votes are there."""
    ballots: dict[str, list[Cells]] = {}
    for row in _records(table, done):
        key = row["ballot_paper_id"]
        if BALLOT_PAPER.fullmatch(key):
            ballots.setdefault(key, []).append(row)
        else:
            words = "it begins with the kind of election and ends with the day, such as parl.northmarsh.2024-07-04."
            done.problem(row, f"ballot_paper_id is {key!r}: {words}")
    for key, rows in ballots.items():
        if table.source is Source.VOTES and key not in on_record:
            words = "is not on record, and this file does not say where it is. Import Democracy Club's candidates first."
            done.problem(rows[0], f"{key} {words}")
            continue
        head = _club_head(key, rows[0])
        head["voting_system"] = system = on_record.get(key) or voting_system(key, head["country"])
        if not system and key.startswith("local."):
            words = "the voting system depends on the country, which is not in the file. Export it again with the column gss."
            done.problem(rows[0], f"{key}: {words}")
        elif system in ("AMS", "PR-CL"):
            _club_lists(head, rows, done)
        else:
            _club_candidates(head, rows, done)


def _club_head(key: str, row: Cells) -> Cells:
    """What Democracy Club says about a contest. Valid votes are not stated; `turnout` are ballot papers, not per cent."""
    kind, *middle, day = key.split(".")
    gss = row.get("gss", "") or row.get("post_id", "").removeprefix("gss:")
    gss = gss if CODE.fullmatch(gss) else ""
    nuts1 = row.get("nuts1", "").removesuffix(" (England)")
    country = COUNTRY_OF.get(kind) or COUNTRIES.get(gss[:1], "")
    country = country or (nuts1 if nuts1 in COUNTRIES.values() else "England" if nuts1 else "")
    reason = row.get("by_election_reason", "")
    council = middle[0].replace("-", " ").title() if kind == "local" and middle else ""
    return {
        "row": row["row"],
        "ballot_paper_id": key,
        "election_date": row.get("election_date", "") or day,
        "area_name": row.get("post_label", ""),
        "area_kind": _area_kind(kind, middle, gss),
        "area_parent": (row.get("organisation_name", "") or council) if kind == "local" else "",
        "gss": gss,
        "country": country,
        "region": nuts1 if country == "England" else "",
        "seats": row.get("seats_contested", "") or "1",
        "electorate": row.get("total_electorate", ""),
        "ballot_papers": row.get("turnout_reported", "") or row.get("turnout", ""),
        "rejected_ballots": row.get("spoilt_ballots", ""),
        "by_election_reason": REASONS.get(reason, reason),
        "source": row.get("results_source", "") or row.get("source", "") or "Democracy Club",
    }


def _area_kind(kind: str, middle: Sequence[str], gss: str) -> str:
    if kind == "mayor":
        return {"E47": "combined authority", "E12": "region", "": "combined authority"}.get(gss[:3], "council")
    if middle[:1] in (["a"], ["r"]):
        return "region"
    return {"local": "ward", "pcc": "police area"}.get(kind, "constituency")


def _club_person(row: Cells) -> Cells:
    return {
        "row": row["row"],
        "candidate": row["person_name"],
        "given_name": row.get("sopn_first_names", ""),
        "family_name": row.get("sopn_last_name", ""),
        "person_id": row.get("person_id", ""),
        **standing(row.get("party_name", ""), row.get("party_id", "")),
    }


def _club_votes(row: Cells) -> str:
    return row.get("votes_cast", "") or row.get("ballots_cast", "")


def _elected(row: Cells) -> bool:
    return row.get("elected", "").casefold() in YES


def _club_candidates(head: Cells, rows: Sequence[Cells], done: Translation) -> None:
    """A contest between persons. `elected` without votes is a winner before the figures."""
    seats, won = _whole(head["seats"]) or 1, [row for row in rows if _elected(row)]
    votes = [_club_votes(row) for row in rows]
    if head["voting_system"] == "SV" and _undecided(votes):
        words = "nobody has more than half of these votes, and the file has no second preferences. They are left out."
        done.warn(rows[0], f"{head['ballot_paper_id']}: {words} Enter the result at the desk.")
        votes = [""] * len(rows)
    if rows[0].get("cancelled_poll", "").casefold() in YES:
        head["poll_status"] = "uncontested" if len(won) == len(rows) else "cancelled"
    elif won and not any(votes):
        if len(won) == seats:
            head["poll_status"] = "winner"
        else:
            done.warn(won[0], f"{head['ballot_paper_id']} has {len(won)} elected for {seats} seats, and no votes: it awaits.")
    if head["voting_system"] == "FPTP":
        _check_elected(rows, votes, seats, done)
    lots = _lots(rows, votes)
    for row, vote, lot in zip(rows, votes, lots, strict=True):
        done.take(head, _club_person(row), {"votes": vote, "elected": "yes" if _elected(row) else "", "lot": lot})


def _undecided(votes: Sequence[str]) -> bool:
    known = [vote for text in votes if (vote := _whole(text)) is not None]
    return len(known) > 2 and 2 * max(known) <= sum(known)


def _lots(rows: Sequence[Cells], votes: Sequence[str]) -> list[str]:
    """Won for whom the lot elected, and lost for those who had as many votes and were not elected."""
    drawn = {vote for row, vote in zip(rows, votes, strict=True) if row.get("tied_vote_winner", "").casefold() in YES and vote}
    return [
        ("won" if _elected(row) else "lost") if vote in drawn else ""
        for row, vote in zip(rows, votes, strict=True)
    ]  # fmt: skip


def _check_elected(rows: Sequence[Cells], votes: Sequence[str], seats: int, done: Translation) -> None:
    """Warns where the file has others elected than the votes give; where the last place is equal it is the lot's."""
    known = [_whole(vote) for vote in votes]
    if None in known or not any(map(_elected, rows)):
        return
    order = sorted((vote for vote in known if vote is not None), reverse=True)
    last = order[min(seats, len(order)) - 1]
    if order[seats : seats + 1] == [last]:
        return
    for row, vote in zip(rows, known, strict=True):
        if _elected(row) != ((vote or 0) >= last):
            said, made = ("elected", "not elected") if _elected(row) else ("not elected", "elected")
            done.warn(row, f"the file says that {row['person_name']} was {said}; by the votes, {made}.")


def _club_lists(head: Cells, rows: Sequence[Cells], done: Translation) -> None:
    """A contest between lists: each list once with its votes, then its members in their order.

    Seats of additional members depend on who won the constituencies, which is not in the file: their votes are left out.
    """
    lists: dict[str, list[Cells]] = {}
    for row in rows:
        lists.setdefault(
            row.get("party_name", "") if _club_person(row)["standing_as"] == "party" else row["person_name"], []
        ).append(row)
    if head["voting_system"] == "AMS" and any(map(_club_votes, rows)):
        words = "the seats of its lists depend on the constituencies that each won, which is not in the file."
        done.warn(rows[0], f"{head['ballot_paper_id']}: {words} Its votes are left out. Enter the result at the desk.")
    for name, members in lists.items():
        person = _club_person(members[0])
        votes = {text for member in members if (text := _club_votes(member))}
        if len(votes) > 1:
            done.problem(members[0], f"{name} has more than one figure as a list: {', '.join(sorted(votes))}. A list has one.")
        vote = {"votes": "" if head["voting_system"] == "AMS" else "".join(votes)}
        if person["standing_as"] != "party":
            done.take(head, person, vote)
            continue
        nobody = dict.fromkeys(("candidate", "given_name", "family_name", "person_id"), "")
        done.take(head, person, nobody, vote)
        _club_members(head, name, members, done)


def _club_members(head: Cells, party: str, members: Sequence[Cells], done: Translation) -> None:
    placed = [member for member in members if member.get("party_list_position")]
    if "party_list_position" in members[0] and len(placed) < len(members):
        done.warn(members[0], f"{len(members) - len(placed)} on the list of {party} have no party_list_position: left out.")
    for member in sorted(placed, key=lambda member: _whole(member["party_list_position"]) or 0):
        done.take(head, _club_person(member), {"list_position": member["party_list_position"]})


# The House of Commons Library.

GENERAL_ELECTIONS = {
    "2010": date(2010, 5, 6), "2015": date(2015, 5, 7), "2017": date(2017, 6, 8),
    "2019": date(2019, 12, 12), "2024": date(2024, 7, 4),
}  # fmt: skip


def polling_day(name: str) -> date | None:
    """The polling day that a file's name says: as 2024-07-04, or as GE2024."""
    if written := re.search(r"\d{4}-\d{2}-\d{2}", PurePath(name).stem):
        moment = _moment(written[0])
        return moment.date() if moment else None
    year = re.search(r"(?i)GE[-_ ]?(20\d\d)", PurePath(name).stem)
    return GENERAL_ELECTIONS.get(year[1]) if year else None


def ballot_paper(constituency: str, polling_on: date, *, by_election: bool) -> str:
    """By Democracy Club's grammar: parl.northmarsh.2024-07-04, parl.northmarsh.by.2021-05-06."""
    plain = unicodedata.normalize("NFKD", constituency).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain)).strip("-_")
    return f"parl.{slug}.{'by.' if by_election else ''}{polling_on}"


def _library(
    by_candidate: Table | None,
    by_constituency: Table | None,
    polling_on: date | None,
    on_record: Mapping[str, str],
    done: Translation,
) -> None:
    """By candidate alone: candidates and votes. By constituency alone: who won. Both: the whole result, and what it states
    checked against the votes."""
    tables = [table for table in (by_candidate, by_constituency) if table]
    days = {day for table in tables if (day := polling_day(table.name))}
    polling_on = polling_on or (days.pop() if len(days) == 1 else None)
    of = {table.name: table.name if len(tables) == 2 else "" for table in tables}
    candidates = _placed(by_candidate, of, polling_on, done)
    stated = _placed(by_constituency, of, polling_on, done)
    if done.problems:
        return
    if not by_candidate:
        _winners(stated, on_record, done)
        return
    for key, rows in candidates.items():
        if key not in stated and by_constituency:
            words = f"is not in {by_constituency.name} under this name and ONS ID: taken without electorate and valid votes."
            done.warn(rows[0], f"{rows[0]['Constituency name']} ({rows[0]['ONS ID']}) {words}")
        _constituency(rows, stated[key][0] if key in stated else None, done)
    for key, rows in stated.items():
        if key not in candidates:
            words = "has no candidates under this name and ONS ID in the other file: left out."
            done.warn(rows[0], f"{rows[0]['Constituency name']} ({rows[0]['ONS ID']}) {words}")


def _placed(
    table: Table | None, of: Mapping[str, str], polling_on: date | None, done: Translation
) -> dict[tuple[str, str, str], list[Cells]]:
    """The rows of a file by contest: its day, its ONS ID and its name. An id alone has named two places."""
    found: dict[tuple[str, str, str], list[Cells]] = {}
    rows = _records(table, done, of=of[table.name]) if table else []
    if table and rows and "Election date" not in rows[0] and polling_on is None:
        words = "does not say its polling day. Give it with --election-date 2024-07-04, or write it in the file's name."
        done.problems.append(f"{table.name} {words}")
        return found
    empty = dict.fromkeys((*PLACE, *CANDIDATE, *CONSTITUENCY), "")  # some years have fewer columns
    for row in (empty | row for row in rows):
        row["by_election"] = "yes" if "Election date" in row else ""
        moment = _moment(row.get("Election date", ""))
        if moment is None and row["by_election"]:
            done.problem(row, f"the date of the election is {row['Election date']!r}: write it as 06/05/2021.")
            continue
        row["day"] = (moment.date() if moment else polling_on or date.min).isoformat()
        found.setdefault((row["day"], row["ONS ID"], row["Constituency name"].casefold()), []).append(row)
    return found


def _seat(row: Cells, source: str) -> Cells:
    """What the Commons Library says about a constituency, in either file."""
    day, country = date.fromisoformat(row["day"]), row.get("Country name", "")
    region = row.get("Region name", "")
    return {
        "row": row["row"],
        "ballot_paper_id": ballot_paper(row["Constituency name"], day, by_election=bool(row["by_election"])),
        "election_date": row["day"],
        "area_name": row["Constituency name"],
        "area_kind": "constituency",
        "gss": row["ONS ID"],
        "country": country,
        "region": region if region != country else "",
        "voting_system": "FPTP",
        "seats": "1",
        "source": f"House of Commons Library, results {source}",
    }


def _stated(row: Cells, done: Translation) -> Cells:
    """What the file by constituency says of the count."""
    for column in ("Electorate", "Valid votes", "Invalid votes", "Majority"):
        if row[column] and _whole(row[column]) is None:
            done.problem(row, f"{column} is {row[column]!r}: write a whole number in digits only, such as 15529.")
    declared_at, written = "", row.get("Declaration time", "")
    if moment := _moment(written):
        declared_at = moment.isoformat() if ":" in written else ""
    elif written:
        done.problem(row, f"Declaration time is {written!r}: write it as 13/12/2019 02:30.")
    return {
        "electorate": row["Electorate"],
        "valid_votes": row["Valid votes"],
        "rejected_ballots": row["Invalid votes"],
        "declared_at": declared_at,
    }


def _name(row: Cells, who: str) -> str:
    return f"{row[f'{who} first name']} {row[f'{who} surname']}".strip()


def _library_candidate(row: Cells) -> Cells:
    """A candidate. Without Democracy Club's number that of the Members' Names Information Service, which says so."""
    number, member = row.get("Democracy Club person ID", ""), row.get("Member MNIS ID", "")
    told = standing(row["Party name"], row["Electoral Commission party ID"], row["Party abbreviation"])
    if row["Electoral Commission adjunct party ID"] == "PP119":
        told["adjunct_party"] = CO_OPERATIVE
    return {
        "row": row["row"],
        "candidate": _name(row, "Candidate"),
        "given_name": row["Candidate first name"],
        "family_name": row["Candidate surname"],
        "person_id": number or (f"mnis:{member}" if member else ""),
        **told,
    }


def _constituency(rows: Sequence[Cells], stated: Cells | None, done: Translation) -> None:
    """One contest: its candidates with their votes, and what the other file states of it. Without votes, who won."""
    head = _seat(stated or rows[0], "by candidate and by constituency" if stated else "by candidate")
    head["row"] = rows[0]["row"]
    winner = None
    if stated:
        head |= _stated(stated, done)
        if any(row["Votes"] for row in rows):
            _check_stated(rows, stated, done)
        elif winner := _member(rows, stated):
            head |= {"poll_status": "winner", "valid_votes": "", "rejected_ballots": ""}
        elif _name(stated, "Member"):
            done.warn(stated, f"{_name(stated, 'Member')} is no candidate of the other file: no winner is taken.")
    for row in rows:
        done.take(head, _library_candidate(row), {"votes": row["Votes"], "elected": "yes" if row is winner else ""})


def _member(rows: Sequence[Cells], stated: Cells) -> Cells | None:
    """The candidate whom the file by constituency has as its member. A first name may be written otherwise there."""
    name, surname = _name(stated, "Member").casefold(), stated["Member surname"].casefold()
    named = [row for row in rows if _name(row, "Candidate").casefold() == name]
    alike = [row for row in rows if row["Candidate surname"].casefold() == surname]
    found = named or alike
    return found[0] if len(found) == 1 else None


def _check_stated(rows: Sequence[Cells], stated: Cells, done: Translation) -> None:
    """Warns where the stated majority, member, first party or result is not what the votes give."""
    votes = _votes(rows, "Votes")
    if votes is None:
        return
    order = sorted(zip(votes, rows, strict=True), key=lambda pair: -pair[0])
    most, first = order[0]
    second = order[1][0] if len(order) > 1 else None
    majority = _whole(stated["Majority"])
    if second is not None and majority not in (None, most - second):
        done.warn(stated, f"the file says majority {majority:,}; the votes make it {most - second:,}.")
    if second == most:
        return  # the lot decides, and its outcome is not in the file
    name = _name(stated, "Member")
    if name and _member(rows, stated) is not first:
        done.warn(stated, f"the file says that {name} was elected; by the votes it is {_name(first, 'Candidate')}.")
    won = _plain(first["Party abbreviation"] or first["Party name"])
    said = re.split(r" hold$| gain from ", stated["Result"])[0]
    for what, party in (("first party", stated["First party"]), ("result", said)):
        if party and _plain(party) not in (won, _plain(first["Party name"])):
            told = stated["Result"] if what == "result" else party
            done.warn(stated, f"the file says {what} {told}; by the votes {first['Party abbreviation']} is first.")


def _plain(party: str) -> str:
    """A party without its adjunct, to compare."""
    return re.sub(r" ?(and )?\(?co-?op(erative)?\)?$", "", party.casefold())


def _winners(stated: Mapping[tuple[str, str, str], Sequence[Cells]], on_record: Mapping[str, str], done: Translation) -> None:
    """Who won, from the file by constituency alone."""
    strangers = 0
    for row, *_more in stated.values():
        figures = _stated(row, done)
        head = _seat(row, "by constituency") | {name: figures[name] for name in ("electorate", "declared_at")}
        strangers += head["ballot_paper_id"] not in on_record
        if not _name(row, "Member"):
            done.take(head)
            continue
        party = standing(ABBREVIATIONS.get(row["First party"], row["First party"]))
        names = {"given_name": row["Member first name"], "family_name": row["Member surname"]}
        winner = {"candidate": _name(row, "Member"), **names, **party, "elected": "yes", "poll_status": "winner"}
        done.take(head, winner)
    done.warnings.append("Only who won is taken from a file by constituency. The votes are in the file by candidate: give both.")
    if strangers:
        done.warnings.append(
            f"{strangers:,} of its contests are not on record: the winner would be the only candidate, and a declaration fixes "
            "who stood. Import the candidates first."
        )
