"""What is recorded about elections, and the verbs that record it.

`changes` says what has changed for readers, `register` who and where (parties, people, areas), `registering` what becomes of an
act on it, `sheets` what was entered and
what is published, `contests` what was voted on and the verbs, `files` what was taken in from files. Results are written by
`Contest.enter_sheet` and `declare_many` only. What is published is append-only, and the rules that matter are held by the
database too.
"""

from elections.models.audit import differences
from elections.models.changes import APPEND_ONLY, Change, announces
from elections.models.contests import (
    Act,
    Candidacy,
    Contest,
    Entered,
    after_publication,
    candidacy_rows,
    declare_many,
    enter_sheets,
    examine,
    renamed,
)
from elections.models.elections import Election
from elections.models.files import Import, Upload
from elections.models.kinds import EXPLAINED, FOLLOWS, NO_RESULT, Kind
from elections.models.merging import Merge, merge, preview_of_merge
from elections.models.presence import Presence
from elections.models.previews import Preview, preview
from elections.models.refusals import NotMergeable, Refused, Seen, Stale
from elections.models.register import Area, AreaCode, Party, Person, PersonName, Role, free_slug, sort_name
from elections.models.registering import Effect, Moved, after_registering, registering
from elections.models.sheets import CorrectedName, Declaration, Look, Sheet, SheetQuery, Tally, rivals

__all__ = [
    "APPEND_ONLY",
    "EXPLAINED",
    "FOLLOWS",
    "NO_RESULT",
    "Act",
    "Area",
    "AreaCode",
    "Candidacy",
    "Change",
    "Contest",
    "CorrectedName",
    "Declaration",
    "Effect",
    "Election",
    "Entered",
    "Import",
    "Kind",
    "Look",
    "Merge",
    "Moved",
    "NotMergeable",
    "Party",
    "Person",
    "PersonName",
    "Presence",
    "Preview",
    "Refused",
    "Role",
    "Seen",
    "Sheet",
    "SheetQuery",
    "Stale",
    "Tally",
    "Upload",
    "after_publication",
    "after_registering",
    "announces",
    "candidacy_rows",
    "declare_many",
    "differences",
    "enter_sheets",
    "examine",
    "free_slug",
    "merge",
    "preview",
    "preview_of_merge",
    "registering",
    "renamed",
    "rivals",
    "sort_name",
]
