from django.apps import AppConfig


class Ledger(AppConfig):
    name = "samtycke.ledger"
    label = "ledger"
