from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ElectionsConfig(AppConfig):
    name = "elections"
    verbose_name = "Elections and results"


class DeskConfig(AdminConfig):
    default_site = "elections.desk.Desk"
