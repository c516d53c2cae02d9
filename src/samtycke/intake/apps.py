from django.apps import AppConfig


class Intake(AppConfig):
    name = "samtycke.intake"
    label = "intake"
