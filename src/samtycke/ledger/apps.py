from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class Ledger(AppConfig):
    name = "samtycke.ledger"
    label = "ledger"

    def ready(self) -> None:
        """See that SQL counts days in the zones of the packs."""
        from samtycke.ledger.local_day import write_zones

        # Django tells it of apps that have models; once, after all of them, is what is wanted.
        post_migrate.connect(write_zones, sender=apps.get_app_config("organisations"))
