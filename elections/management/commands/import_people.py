"""`manage.py import_people FILE`: the dated register of people, from CSV."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from elections import registers
from elections.cells import BadFile


class Command(BaseCommand):
    help = "Imports people, their other names and their dated roles. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = registers.import_people(options["file"], dry_run=options["dry_run"])
        except FileNotFoundError as error:
            raise CommandError(f"There is no file {options['file']}.") from error
        except BadFile as refusal:
            raise CommandError("Nothing was saved.\n" + "\n".join(refusal.problems)) from refusal
        for line in (*report.warnings, *(f"changed {what}" for what in report.changed)):
            self.stdout.write(line)
        for party in (what for what in report.created if what.startswith("party ")):
            self.stdout.write(f"created {party}: no party on record has that name")
        people, roles = (sum(what.startswith(kind) for what in report.created) for kind in ("person ", "role "))
        done = "would be" if options["dry_run"] else "were"
        self.stdout.write(f"{people} people and {roles} roles {done} added, {len(report.changed)} roles changed.")
