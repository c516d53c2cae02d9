"""Pages without an account."""

from __future__ import annotations

from django.urls import URLPattern, path

from samtycke.web.public import handsets, health, switches
from samtycke.web.public.confirm import views as confirm
from samtycke.web.public.forms import views as forms
from samtycke.web.public.guide import views as guide
from samtycke.web.public.hooks import views as hooks
from samtycke.web.public.interest import views as interest
from samtycke.web.public.invited import views as invited
from samtycke.web.public.leave.by_number import by_number
from samtycke.web.public.leave.centre import centre
from samtycke.web.public.leave.leave import leave
from samtycke.web.public.may_i import ask as advice
from samtycke.web.public.may_i import views as may_i
from samtycke.web.public.me import acts as me_acts
from samtycke.web.public.me import views as me
from samtycke.web.public.privacy import views as privacy
from samtycke.web.public.seal import views as seals
from samtycke.web.public.signup import views as signup

urlpatterns: list[URLPattern] = [
    path("healthz", health.healthz, name="healthz"),
    path("metrics", health.metrics, name="metrics"),
    path("f/<slug:slug>", forms.form, name="form"),
    path("f/<slug:slug>/code", forms.code, name="form-code"),
    path("f/<slug:slug>/done", forms.done, name="form-done"),
    path("f/<slug:slug>/colour.css", forms.colour, name="form-colour"),
    path("signup", signup.sign_up, name="sign-up"),
    path("signup/<str:code>", signup.by_link, name="sign-up-link"),
    path("interest", interest.interest, name="interest"),
    path("interest/<str:code>/remove", interest.take_back, name="interest-remove"),
    path("invited/<str:code>", invited.invited_by_link, name="invited"),
    path("guide", guide.guide, name="guide"),
    path("guide/checklist", guide.checklist, name="guide-checklist"),
    path("guide/rules", guide.rules, name="guide-rules"),
    path("guide/rules/<str:country>", guide.rules, name="guide-rules-of"),
    path("me", me.who, name="me"),
    path("me/<slug:slug>", me.me, name="me"),
    path("me/<slug:slug>/code", me.code, name="me-code"),
    path("me/<slug:slug>/out", me.leave, name="me-out"),
    path("me/<slug:slug>/pdf", me.download, {"form": "pdf"}, name="me-pdf"),
    path("me/<slug:slug>/json", me.download, {"form": "json"}, name="me-json"),
    path("me/<slug:slug>/correct", me_acts.correct, name="me-correct"),
    path("me/<slug:slug>/number", me_acts.new_number, name="me-number"),
    path("me/<slug:slug>/object", me_acts.object_to, name="me-object"),
    path("me/<slug:slug>/erase", me_acts.erase, name="me-erase"),
    path("me/<slug:slug>/erased", me_acts.erased, name="me-erased"),
    path("me/<slug:slug>/<slug:name>", me_acts.act, name="me-act"),
    path("seal/<slug:slug>", seals.seal, name="seal"),
    path("seal/<slug:slug>.json", seals.as_json, name="seal-json"),
    path("c/<str:code>", confirm.confirm_by_link, name="confirm"),
    path("u", by_number, name="leave-by-number"),
    path("u/<str:code>", leave, name="leave"),
    path("p/<str:code>", centre, name="preferences"),
    path("privacy/<slug:slug>", privacy.privacy, name="privacy"),
    path("theme", switches.theme, name="theme"),
    path("language", switches.language, name="language"),
    path("hooks/woocommerce/<str:token>", hooks.order_hook, {"kind": "woocommerce"}, name="hook-woocommerce"),
    path("hooks/shopify/<str:token>", hooks.order_hook, {"kind": "shopify"}, name="hook-shopify"),
    path("may-i", may_i.may_i, name="may-i"),
    path("may-i.json", may_i.may_i_json, name="may-i-json"),
    path("may-i/read", may_i.read, name="may-i-read"),
    path("may-i/ask", advice.ask, name="may-i-ask"),
    path("may-i/asked/<str:code>", advice.asked, name="may-i-asked"),
    path("may-i/asked/<str:code>/remove", advice.remove, name="may-i-remove"),
    path("phone/<str:number>.json", handsets.received, name="handset"),
    path("phone/<str:number>/reply", handsets.answer, name="handset-reply"),
]
