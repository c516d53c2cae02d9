from django.apps import AppConfig


class Campaigns(AppConfig):
    name = "samtycke.campaigns"
    label = "campaigns"
