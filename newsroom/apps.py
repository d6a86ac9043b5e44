from typing import Any

from django.apps import AppConfig, apps
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "Stories and quotes"

    def ready(self) -> None:
        from elections.models import after_publication, after_registering
        from newsroom import models, roles

        after_publication.append(models.follow_results)
        after_registering.append(models.follow_register)
        post_migrate.connect(roles.ensure, sender=apps.get_app_config("auth"))  # the last of the three to make its permissions
        post_migrate.connect(ship_rules, sender=self)
        checks.register(check_encoding, checks.Tags.database)


def ship_rules(apps: Any = None, **kwargs: object) -> None:
    """A row at the desk for every rule of drafts that the house ships. Idempotent. `apps` is what was migrated, and not said
    where the tables were only emptied."""
    if apps is None or "draftrule" in apps.all_models["newsroom"]:  # not where the tables were just taken away
        from newsroom.models import DraftRule

        DraftRule.objects.ship()


def check_encoding(databases: list[str] | None = None, **kwargs: object) -> list[checks.Error]:
    """Names like Ynys Môn need a UTF-8 database; another encoding would refuse or spoil them one by one."""
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_encoding")
            (encoding,) = cursor.fetchone()
        if encoding != "UTF8":
            message = f"The database's encoding is {encoding}: create it anew with CREATE DATABASE ... ENCODING 'UTF8'."
            return [checks.Error(message, id="newsroom.E001")]
    return []
