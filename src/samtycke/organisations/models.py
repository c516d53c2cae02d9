"""Who sends: the organisation (data controller), its staff, their roles and its keys.

These tables are read before it is known which organisation a request is about, so they stand outside
row-level security. What belongs to one tenant is in ``migrations/schema.sql``.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A data controller: everything in the house belongs to exactly one."""

    slug = models.SlugField(unique=True)
    name = models.TextField()
    home_country = models.TextField(default="SE")
    language = models.TextField(default="sv")
    settings = models.JSONField(default=dict, blank=True)
    """Overrides of the pack's parameters: quiet_hours, per_24h, per_7d, consent_months, customer_months."""
    test_account = models.BooleanField(default=True)
    """A test account goes through everything, the gate too, and ends at the simulator."""
    live_since = models.DateTimeField(null=True, blank=True)
    four_eyes = models.BooleanField(default=False)
    """A campaign needs the approval of an authorised officer, and never that of whoever wrote it."""
    second_step_for_all = models.BooleanField(default=False)
    """Everybody needs a second step to sign in, not only the roles that the law and the keys rest on."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "organisation"

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Staff:
        staff = self.model(email=self.normalize_email(email), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff


class Staff(AbstractBaseUser):
    """A person who works with the program. Signs in by email."""

    email = models.EmailField(unique=True)
    name = models.TextField()
    language = models.TextField(default="sv")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True)
    """Since when they work for no organisation; the account goes when its time is out."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        db_table = "staff"

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MARKETER = "marketer", _("Marketer")
    OFFICER = "officer", _("DM officer")
    DPO = "dpo", _("Data protection officer")
    AGENT = "agent", _("Agent")
    DEVELOPER = "developer", _("Developer")
    AUDITOR = "auditor", _("Auditor")


class Membership(models.Model):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE)
    role = models.TextField(choices=Role.choices)

    class Meta:
        db_table = "membership"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "staff"], name="one_role_each")
        ]

    def __str__(self) -> str:
        return f"{self.staff} ({self.role})"


class ApiKey(models.Model):
    """A bearer key. Only its SHA-256 is kept; the key itself is shown once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    name = models.TextField()
    digest = models.BinaryField(unique=True)
    prefix = models.TextField()
    """The first characters, so that a person can tell keys apart."""
    test = models.BooleanField()
    """A test key's messages end at the simulator; nothing else differs."""
    service = models.BooleanField(default=False)
    """It sends service texts only; what comes in by a drop-in door on it is service, otherwise marketing."""
    scopes = models.TextField(default="")
    """What it may do, of ``SCOPES``, with a space between, as OAuth writes them (RFC 6749 § 3.3)."""
    made_by = models.TextField(default="")
    created_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True)
    """When it stops by itself: the midnight after its last day. None: never."""
    successor = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    """The key that was made in its place."""
    last_used_at = models.DateTimeField(null=True)
    """To the hour: a call is not worth a write."""
    revoked_at = models.DateTimeField(null=True)
    warned_days = models.SmallIntegerField(null=True)
    """How near its end was when its owner was last mailed of it."""

    home_country: str
    """Its organisation's; only of a key that ``find_api_key`` has found."""

    class Meta:
        db_table = "api_key"

    def __str__(self) -> str:
        return self.name

    @property
    def may(self) -> frozenset[str]:
        """Its scopes."""
        return frozenset(self.scopes.split())
