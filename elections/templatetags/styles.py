"""Where the site's style sheet is."""

from django import template
from django.urls import reverse

from elections import styles

register = template.Library()


@register.simple_tag
def stylesheet() -> str:
    return reverse("stylesheet", args=[styles.version()])
