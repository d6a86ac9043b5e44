"""The site's one style sheet: the files of its components, one after the other in the order of their layers, without comments.

A component is a file under static/css/. Readers get all of them at once, from one address that changes with them: one request,
and less to carry than many small files."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

from django.conf import settings

SHEETS = (
    "tokens", "base", "layout", "masthead", "search", "trail", "state", "live", "bars", "story", "result", "tally",
    "allocation", "rounds", "stages", "checked", "correction", "quote", "timeline", "front", "progress", "standings",
    "contests", "declarations", "charts", "waffle", "history", "data", "methodology", "rehearsal", "embed", "footer",
)  # fmt: skip


def sheet() -> str:
    """All of it. While the code is being written, what is in the files at this moment."""
    return _read() if settings.DEBUG else _kept()


def _read() -> str:
    folder = Path(settings.BASE_DIR) / "static" / "css"
    whole = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS)
    return re.sub(r"\n\s*", "\n", re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)).strip()


_kept = functools.cache(_read)


def version() -> str:
    """A short name for what it holds, as it stands in its address."""
    return hashlib.sha256(sheet().encode()).hexdigest()[:8]
