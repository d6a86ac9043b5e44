"""`manage.py check_prose FILE... [--contest ID ...] [--on DATE] [--json]`: stories against the record, from the command line."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from elections.models import Contest
from newsroom import factcheck, records


class Command(BaseCommand):
    help = "Checks every number, name, role and claim of a text against the record. Exit status 1 where anything disagrees."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="plain text or Markdown, UTF-8")
        parser.add_argument(
            "--contest", action="append", default=[], metavar="ID", help="a contest that the story is about; the first is its own"
        )
        parser.add_argument("--on", metavar="DATE", help="the day that the story speaks on, such as 2021-05-07")
        parser.add_argument("--json", action="store_true", help="a list of findings with offsets into the text")

    def handle(self, *args: Any, **options: Any) -> None:
        on = day_of(options["on"])
        known = set(Contest.objects.filter(ballot_paper_id__in=options["contest"]).values_list("ballot_paper_id", flat=True))
        if missing := [name for name in options["contest"] if name not in known]:
            raise CommandError(f"There is no contest {', '.join(missing)} on record.", returncode=2)
        found = [(path, one) for path in options["files"] for one in self.findings(path, options["contest"], on)]
        if options["json"]:
            several = len(options["files"]) > 1
            rows = [({"file": str(path)} if several else {}) | as_json(one) for path, one in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            self.table(found)
        if any(one.verdict is factcheck.Verdict.DISAGREES for _path, one in found):
            raise SystemExit(1)

    def findings(self, path: Path, contests: list[str], on: date | None) -> list[factcheck.Finding]:
        try:
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error
        return factcheck.check(text, records.record(text, contests, on))

    def table(self, found: list[tuple[Path, factcheck.Finding]]) -> None:
        for path, one in found:
            self.stdout.write(f"{path}:{one.start}-{one.end}  {one.verdict}  “{one.text}”  {one.why}")
        counts = {verdict: sum(one.verdict is verdict for _path, one in found) for verdict in factcheck.Verdict}
        self.stdout.write(", ".join(f"{number} {verdict}" for verdict, number in counts.items()))


def day_of(written: str | None) -> date | None:
    """A day as it is typed."""
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise CommandError("--on is a day such as 2021-05-07.", returncode=2) from error


def as_json(one: factcheck.Finding) -> dict[str, Any]:
    """A finding as programs read it. `figure` is the path to bind to, or null."""
    return {
        "start": one.start,
        "end": one.end,
        "text": one.text,
        "kind": str(one.kind),
        "verdict": str(one.verdict),
        "figure": one.figure or None,
        "person": one.person or None,
        "record": one.record,
        "source": one.source,
        "why": one.why,
        "suggestion": one.suggestion,
    }
