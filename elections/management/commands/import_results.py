"""`manage.py import_results FILE [FILE2] --by USER`: results as CSV, through the same verbs as the count sheet.

In our own format, in Democracy Club's, or as the House of Commons Library's pair, by candidate and by constituency.
"""

from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, CommandParser

from elections import importers


class Command(BaseCommand):
    help = "Imports results as one person's sheets. The same file by a second person confirms them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("pair", type=Path, nargs="?", metavar="file2", help="the other of the Commons Library's two files")
        parser.add_argument(
            "--election-date", type=date.fromisoformat, help="polling day, as 2024-07-04, where the file does not say it"
        )
        parser.add_argument("--by", required=True, help="username of who enters")
        parser.add_argument("--confirm-as", help="username of a duty editor who publishes without a second sheet")
        parser.add_argument("--reason", default="", help="why, with --confirm-as; readers see it")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["confirm_as"]) != bool(options["reason"].strip()):
            raise CommandError("--confirm-as and --reason go together: name the duty editor and the reason that readers see.")
        by, confirm_as = user(options["by"]), options["confirm_as"] and user(options["confirm_as"])
        try:
            report = importers.import_results(
                options["file"],
                options["pair"],
                by=by,
                confirm_as=confirm_as or None,
                reason=options["reason"],
                polling_on=options["election_date"],
                dry_run=options["dry_run"],
                progress=self.progress,
            )
        except FileNotFoundError as error:
            raise CommandError(f"There is no file {error.filename}.") from error
        except importers.BadFile as refusal:
            raise CommandError("Nothing was saved.\n" + "\n".join(refusal.problems)) from refusal
        for line in (*report.warnings, *(f"created {what}" for what in report.created)):
            self.stdout.write(line)
        done = "would be" if options["dry_run"] else "were"
        self.stdout.write(
            f"{report.entered} sheets {done} entered, {report.declared} contests declared, {report.unchanged} unchanged, "
            f"{report.awaiting} without a result."
        )

    def progress(self, done: int, total: int) -> None:
        if total:
            bar = "#" * (30 * done // total)
            self.stderr.write(f"\r[{bar:<30}] {done:,} of {total:,}", ending="\n" if done == total else "")


def user(name: str) -> Any:
    found = get_user_model().objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no active user {name!r}.")
    return found
