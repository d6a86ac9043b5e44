"""CSV files as rows of cells, and the sentences that say what is wrong with them. Every importer reads through here."""

from __future__ import annotations

import csv
import io
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from elections.sources import Table

LONDON = ZoneInfo("Europe/London")


class BadFile(Exception):
    """The file cannot be taken; `problems` are sentences, each naming its row where it has one. Nothing was saved."""

    def __init__(self, problems: Sequence[str]):
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class File:
    """A file whose bytes are here already, as an upload's are. It is read like a Path."""

    name: str
    data: bytes

    def read_bytes(self) -> bytes:
        return self.data


@dataclass
class Report:
    """What an import did; `format` says whose file it was."""

    format: str = ""
    entered: int = 0
    declared: int = 0
    unchanged: int = 0
    awaiting: int = 0
    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read(path: Path, columns: Sequence[str], report: Report) -> list[dict[str, str]]:
    """The rows of a CSV file with these columns, each with its row number as "row". Raises BadFile."""
    return rows_of(table(path, report), columns)


def table(path: Path | File, report: Report) -> Table:
    """A CSV file's cells. UTF-8, with or without a mark; what is not is read as Windows' western encoding, with a warning."""
    data = path.read_bytes()
    if b"\0" in data:
        raise BadFile([f"{path.name} is not a text file: it has a NUL byte. Save it as CSV, UTF-8."])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise BadFile([f"{path.name} is in an encoding that is not known. Save it as CSV, UTF-8."]) from error
        report.warnings.append(f"{path.name} is not UTF-8: read as Windows-1252. Look at the names.")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise BadFile([f"Row {reader.line_num}: {error}. Save the file as CSV with commas, UTF-8."]) from error
    return Table(path.name, rows)


def rows_of(table: Table, columns: Sequence[str]) -> list[dict[str, str]]:
    rows = table.rows
    header = [cell.strip() for cell in rows[0]] if rows else []
    problems = [f"The column {name!r} stands twice in the header." for name in sorted({c for c in header if header.count(c) > 1})]
    problems += [
        f"The column {name!r} is not known. The columns are: {', '.join(columns)}." for name in header if name not in columns
    ]
    if columns[0] not in header:
        problems.append(f"The column {columns[0]!r} is missing: the first row must name the columns, parted by commas.")
    if problems:
        raise BadFile(problems)
    ragged = [n for n, row in enumerate(rows[1:], start=2) if row and len(row) != len(header)]
    if ragged:
        raise BadFile([f"Row {n}: it has {len(rows[n - 1])} cells, the header has {len(header)}." for n in ragged])
    empty = dict.fromkeys(columns, "")
    return [
        {**empty, **dict(zip(header, map(str.strip, row), strict=True)), "row": str(n)}
        for n, row in enumerate(rows[1:], start=2)
        if any(row)
    ]


class Cells:
    """Reads the cells of one row, and remembers what is wrong with them."""

    def __init__(self, row: Mapping[str, str], problems: list[str]):
        self.row, self.problems = row, problems

    def __getitem__(self, column: str) -> str:
        return self.row[column]

    def problem(self, sentence: str) -> None:
        self.problems.append(f"Row {self.row['row']}: {sentence}")

    def number(self, column: str) -> int | None:
        text = self.row[column]
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            self.problem(f"{column} is {text!r}: write a whole number in digits only, such as 15529.")
            return None
        return int(text) if text else None

    def votes(self, column: str, *, transferable: bool) -> Decimal | int | None:
        """Votes: whole, but for transferred votes, which have up to five decimals."""
        text = self.row[column]
        if transferable and text and text.isascii() and re.fullmatch(r"\d{1,7}\.\d{1,5}", text):
            return Decimal(text)
        return self.number(column)

    def day(self, column: str) -> date | None:
        text = self.row[column]
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problem(f"{column} is {text!r}: write a date as 2021-05-06.")
            return None

    def days(self, column: str) -> tuple[date, date, str] | None:
        """The first and the last day that a date can mean, and how precise it is: 2021 is 365 days, "year"."""
        text = self.row[column]
        parts = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text, re.ASCII)
        try:
            if parts:
                year, month, day = (int(part) if part else 0 for part in parts.groups())
                last = day or monthrange(year, month or 12)[1]
                precision = "day" if day else "month" if month else "year"
                return date(year, month or 1, day or 1), date(year, month or 12, last), precision
        except ValueError:
            parts = None
        if text:
            self.problem(f"{column} is {text!r}: write a date as 2021-05-06, or 2021-05 or 2021 where no more is known.")
        return None

    def moment(self, column: str) -> datetime | None:
        text = self.row[column]
        try:
            moment = datetime.fromisoformat(text) if text else None
        except ValueError:
            self.problem(f"{column} is {text!r}: write a time as 2021-05-07T07:12:00+01:00.")
            return None
        return moment.replace(tzinfo=LONDON) if moment and moment.tzinfo is None else moment

    def choice(self, column: str, choices: Iterable[str], default: str) -> str:
        text = self.row[column] or default
        if text not in (known := list(choices)):
            self.problem(f"{column} is {text!r}: write one of {', '.join(known)}.")
            return default
        return text


def refuse(problems: Sequence[str]) -> None:
    if problems:
        raise BadFile(problems)
