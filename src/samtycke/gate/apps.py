from django.apps import AppConfig


class Gate(AppConfig):
    name = "samtycke.gate"
    label = "gate"
