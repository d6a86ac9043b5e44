"""The site's settings with a throw-away database. pytest-django loads settings before any conftest, so it is chosen here."""

import atexit
import os
import tempfile

os.environ.setdefault("LOCALPG_PROFILE", "test")  # a cluster of its own: tests never touch the demo's data
os.environ.setdefault("DEBUG", "0")
os.environ.setdefault("HTTPS", "0")
from newsroom.settings import *  # noqa: F403
from newsroom.settings import STORAGES

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
_collected = tempfile.TemporaryDirectory(prefix="hustings-static-")  # a demo of the tests collects files; never into the source
atexit.register(_collected.cleanup)
STATIC_ROOT = _collected.name
