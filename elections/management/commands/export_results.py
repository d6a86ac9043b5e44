"""`manage.py export_results (--contest ID | --election SLUG | --all) --format json|csv`: results to standard output."""

import json
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from elections import exporters, results


class Command(BaseCommand):
    help = "Writes results, and nothing else, to standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--contest", help="a ballot paper id")
        which.add_argument("--election", help="an election's slug")
        which.add_argument("--all", action="store_true")
        parser.add_argument("--format", choices=["json", "csv"], required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Q()
        if options["contest"]:
            wanted = Q(ballot_paper_id=options["contest"])
        elif options["election"]:
            wanted = Q(election__slug=options["election"])
        found = results.results(wanted, ["ballot_paper_id"])
        if not found and not options["all"]:
            raise CommandError(f"There is no {'contest' if options['contest'] else 'election'} of that name on record.")
        if options["format"] == "csv":
            exporters.write_csv(found, self.stdout)
        else:
            self.stdout.write(json.dumps([exporters.as_json(result) for result in found], ensure_ascii=False, indent=1))
