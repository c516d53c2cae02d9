"""Everything the street can reach."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("samtycke.web.public.urls")),
    path("", include("samtycke.web.api.urls")),
    path("", include("samtycke.web.staff.urls")),
]
