"""The pages of staff: where each is, and what a role must be allowed to see or do it."""

from __future__ import annotations

from django.urls import URLPattern, path

from samtycke.web.staff.access import page
from samtycke.web.staff.home import views as home
from samtycke.web.staff.login import views as login
from samtycke.web.staff.showcase import views as showcase

urlpatterns: list[URLPattern] = [
    path("login", login.sign_in, name="login"),
    path("logout", login.sign_out, name="logout"),
    page("", home.home, "home", place="home"),
    page("more", home.more, "more", place="more"),
    page("parts", showcase.showcase, "parts"),
    *(
        page(name, home.home, name, place=name)
        for name in ("campaigns", "contacts", "consent", "inbox", "compliance", "settings", "search", "phone")
    ),
]
