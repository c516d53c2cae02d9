"""Pages without an account."""

from __future__ import annotations

from django.urls import URLPattern, path

from samtycke.web.public import handsets, health, switches

urlpatterns: list[URLPattern] = [
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("theme", switches.theme, name="theme"),
    path("language", switches.language, name="language"),
    path("phone/<str:number>.json", handsets.received, name="handset"),
    path("phone/<str:number>/reply", handsets.answer, name="handset-reply"),
]
