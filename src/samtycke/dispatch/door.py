"""The door of dispatch: the gateway process, and the simulator's handsets."""

from samtycke.dispatch.gateway import run
from samtycke.dispatch.handsets import NoPhones, handset, handsets, reply
from samtycke.dispatch.health import Health, health
from samtycke.dispatch.route import SIMULATOR, carriers

__all__ = ["SIMULATOR", "Health", "NoPhones", "carriers", "handset", "handsets", "health", "reply", "run"]
