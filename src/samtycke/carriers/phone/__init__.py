"""The simulator: a real SMPP server with virtual phones behind it. ``phone`` is reached over ``smpp://`` like any."""

from samtycke.carriers.phone.network import DELIVERIES, Network, NobodyListens
from samtycke.carriers.phone.server import serve_phone

__all__ = ["DELIVERIES", "Network", "NobodyListens", "serve_phone"]
