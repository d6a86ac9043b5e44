"""Who may do what: the desk's groups and their permissions, made after every migration and never widened by hand.

No role can change users or grant roles; only a superuser can. `README.md` prints the same as a table.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

RESULTS = [
    "elections.enter_sheet",
    *(f"elections.view_{m}" for m in ("contest", "candidacy", "election", "area", "party", "person", "import")),
]
SETTING_UP = [
    f"elections.{act}_{model}"
    for model in ("election", "area", "areacode", "party", "person", "personname", "role", "contest", "candidacy")
    for act in ("add", "change", "view")
]
STORIES = [
    f"newsroom.{act}_{model}"
    for model in ("article", "articlecontest", "quote", "placement", "outlet")
    for act in ("add", "change", "view")
] + ["newsroom.delete_placement", "newsroom.delete_articlecontest", "newsroom.verify_quote", "newsroom.view_draftrule"]
PEOPLE = [f"elections.{act}_{model}" for model in ("person", "personname", "role") for act in ("add", "change", "view")]
LOOKING = [  # at everything of the desk: on the night the operator follows a question from the page back to the row
    *(permission for permission in [*SETTING_UP, *STORIES] if ".view_" in permission),
    "elections.view_import",
]

GROUPS: dict[str, list[str]] = {
    "results editor": [*RESULTS, *SETTING_UP],
    "checker": RESULTS,
    "journalist": [*STORIES, *PEOPLE, "elections.view_contest", "elections.view_party"],
    "duty editor": [
        *RESULTS,
        *SETTING_UP,
        *STORIES,
        "elections.override_declaration",
        "elections.merge_person",
        "newsroom.publish_article",
        "newsroom.change_draftrule",
        "newsroom.retract_quote",
    ],
    "operator": LOOKING,
}


def ensure(**kwargs: object) -> None:
    """Makes each group with exactly its permissions. Idempotent."""
    for name, wanted in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        names = {tuple(permission.split(".")) for permission in wanted}
        condition = Q()
        for app, codename in names:
            condition |= Q(content_type__app_label=app, codename=codename)
        found = list(Permission.objects.filter(condition))
        if len(found) == len(names):  # else an app's permissions are not there yet; the signal comes once more for each app
            group.permissions.set(found)
