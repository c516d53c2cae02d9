"""How background work is tried again."""

from __future__ import annotations

from django.db import Error as DatabaseFault
from procrastinate import RetryStrategy

PATIENTLY = RetryStrategy(max_attempts=20, exponential_wait=2, retry_exceptions={DatabaseFault})
"""A database that is away comes back; what is wrong with our own code does not mend itself."""
