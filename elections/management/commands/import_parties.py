"""`manage.py import_parties FILE`: parties with their colours and renames."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from elections import registers
from elections.cells import BadFile


class Command(BaseCommand):
    help = "Imports parties; a party may continue one that stands further down."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = registers.import_parties(options["file"])
        except FileNotFoundError as error:
            raise CommandError(f"There is no file {options['file']}.") from error
        except BadFile as refusal:
            raise CommandError("Nothing was saved.\n" + "\n".join(refusal.problems)) from refusal
        self.stdout.write(f"{len(report.created)} parties were created.")
