from django.apps import AppConfig


class Rights(AppConfig):
    name = "samtycke.rights"
    label = "rights"
