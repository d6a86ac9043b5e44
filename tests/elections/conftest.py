"""Hypothesis tells true from false here, never fast from slow."""

from hypothesis import settings

settings.register_profile("elections", deadline=None)
settings.load_profile("elections")
