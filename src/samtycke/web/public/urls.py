"""Pages without an account."""

from __future__ import annotations

from django.urls import URLPattern, path

from samtycke.web.public import handsets, health, switches
from samtycke.web.public.guide import views as guide
from samtycke.web.public.hooks import views as hooks

urlpatterns: list[URLPattern] = [
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("guide", guide.guide, name="guide"),
    path("guide/checklist", guide.checklist, name="guide-checklist"),
    path("guide/rules", guide.rules, name="guide-rules"),
    path("guide/rules/<str:country>", guide.rules, name="guide-rules-of"),
    path("theme", switches.theme, name="theme"),
    path("language", switches.language, name="language"),
    path("hooks/woocommerce/<str:token>", hooks.order_hook, {"kind": "woocommerce"}, name="hook-woocommerce"),
    path("hooks/shopify/<str:token>", hooks.order_hook, {"kind": "shopify"}, name="hook-shopify"),
    path("phone/<str:number>.json", handsets.received, name="handset"),
    path("phone/<str:number>/reply", handsets.answer, name="handset-reply"),
]
