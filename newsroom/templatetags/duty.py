"""The newsroom's part of the desk's landing page."""

from typing import Any

from django import template

from newsroom import duty

register = template.Library()


@register.inclusion_tag("admin/newsroom/_duty.html", takes_context=True)
def duty_board(context: dict[str, Any]) -> dict[str, Any]:
    """What waits in the newsroom, for who may look at stories; for others nothing is asked and nothing shown."""
    user = context["request"].user
    if not user.has_perm("newsroom.view_article"):
        return {"board": None}
    return {"board": duty.board(), "may_publish": user.has_perm("newsroom.publish_article"), "user": user}
