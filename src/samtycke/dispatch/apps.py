from django.apps import AppConfig


class Dispatch(AppConfig):
    name = "samtycke.dispatch"
    label = "dispatch"
