"""Samtycke: an SMS platform that is lawful by construction."""

__version__ = "0.1.0"
