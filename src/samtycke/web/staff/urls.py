"""The pages of staff: where each is, and what a role must be allowed to see or do it."""

from __future__ import annotations

from allauth.socialaccount.providers.openid_connect import views as sso
from django.urls import URLPattern, path, re_path

from samtycke.web.staff.access import page
from samtycke.web.staff.advice import views as advice
from samtycke.web.staff.blocks import group as blocks_group
from samtycke.web.staff.blocks import lists
from samtycke.web.staff.blocks import views as blocks
from samtycke.web.staff.breaches import views as breaches
from samtycke.web.staff.campaigns import acts, approval
from samtycke.web.staff.campaigns import views as campaigns
from samtycke.web.staff.compliance import views as compliance
from samtycke.web.staff.consent import sealed
from samtycke.web.staff.consent import views as consent
from samtycke.web.staff.contacts import views as contacts
from samtycke.web.staff.contacts.pause import pause_contact
from samtycke.web.staff.controller import views as controller
from samtycke.web.staff.documents import views as documents
from samtycke.web.staff.forecast import views as forecast
from samtycke.web.staff.forms import views as forms
from samtycke.web.staff.forms import ways
from samtycke.web.staff.goods import views as goods
from samtycke.web.staff.home import views as home
from samtycke.web.staff.imports import views as imports
from samtycke.web.staff.inbox import views as inbox
from samtycke.web.staff.interested import views as interested
from samtycke.web.staff.keys import views as keys
from samtycke.web.staff.keywords import views as keywords
from samtycke.web.staff.law import views as law
from samtycke.web.staff.live import views as live
from samtycke.web.staff.login import views as login
from samtycke.web.staff.messages import views as messages
from samtycke.web.staff.officers import views as officers
from samtycke.web.staff.people import views as people
from samtycke.web.staff.phone import views as phone
from samtycke.web.staff.proofs import views as proofs
from samtycke.web.staff.purposes import views as purposes
from samtycke.web.staff.reads import acts as acts_log
from samtycke.web.staff.reads import views as reads
from samtycke.web.staff.recipients import views as who_gets
from samtycke.web.staff.record import views as record
from samtycke.web.staff.restored import views as restored
from samtycke.web.staff.retention import views as retention
from samtycke.web.staff.rights import views as rights
from samtycke.web.staff.search import views as search
from samtycke.web.staff.settings import views as settings
from samtycke.web.staff.shops import views as shops
from samtycke.web.staff.showcase import views as showcase
from samtycke.web.staff.statement import views as statement
from samtycke.web.staff.texts import views as texts
from samtycke.web.staff.you import number, secure
from samtycke.web.staff.you import views as you

urlpatterns: list[URLPattern] = [
    # the door: names are the library's, which leads from one to another by them
    path("login", login.sign_in, name="account_login"),
    path("logout", login.sign_out, name="account_logout"),
    path("login/closed", login.closed, name="account_inactive"),
    path("login/second", login.second_step, name="mfa_authenticate"),
    path("login/passkey", login.by_passkey, name="mfa_login_webauthn"),
    path("login/forgotten", login.forgotten, name="account_reset_password"),
    path("login/forgotten/sent", login.sent, name="account_reset_password_done"),
    re_path(r"^login/renew/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$", login.renew, name="account_reset_password_from_key"),
    path("login/again", login.again, name="account_reauthenticate"),
    path("login/again/code", login.again_by_code, name="mfa_reauthenticate"),
    path("login/again/passkey", login.again_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("login/cancelled", login.cancelled, name="socialaccount_login_cancelled"),
    path("login/<slug:provider_id>/start", sso.login, name="openid_connect_login"),
    path("login/<slug:provider_id>/back", sso.callback, name="openid_connect_callback"),
    # you
    page("settings/you", you.you, "you", place="settings", one_step=True),
    page("settings/you/here", you.here, "here", method="POST", one_step=True),
    page("settings/you/save", you.save, "you-save", method="POST", one_step=True),
    page("settings/you/number", number.number, "own-number", place="settings"),
    page("settings/you/number/ask", number.ask, "own-number-ask", place="settings", method="POST"),
    page("settings/you/number/confirm", number.confirm, "own-number-confirm", place="settings", method="POST"),
    page("settings/you/number/leave", number.leave, "own-number-leave", method="POST"),
    page("settings/you/session", you.end_session, "session-end", method="POST", one_step=True),
    page("settings/you/organisation", you.choose, "organisation-choose", method="POST", one_step=True),
    page("settings/people", people.everybody, "people", place="settings"),
    page("settings/people/invite", people.ask, "person-invite", place="settings", may="own", method="POST"),
    page("settings/people/steps", people.steps, "second-steps", may="own", method="POST"),
    page("settings/people/invited/<int:invitation_id>", people.uninvite, "person-uninvite", may="own", method="POST"),
    page("settings/people/<int:membership_id>/role", people.role, "person-role", may="own", method="POST"),
    page("settings/people/<int:membership_id>/remove", people.let_go, "person-remove", may="own", method="POST"),
    page("settings/officers", officers.show, "officers", place="settings"),
    page("settings/officers/appoint", officers.appoint_one, "officer-appoint", may="own", method="POST"),
    page("settings/officers/eyes", officers.eyes, "four-eyes", may="own", method="POST"),
    page("settings/officers/<int:officer_id>/end", officers.end, "officer-end", may="own", method="POST"),
    page("settings/officers/<int:officer_id>/away", officers.away, "officer-away", may="approve", method="POST"),
    page("settings/officers/back/<int:absence_id>", officers.back, "officer-back", may="approve", method="POST"),
    page("settings/live", live.live, "live", place="settings"),
    page("settings/live/go", live.go, "live-go", may="own", method="POST"),
    page("settings/live/way-out", live.try_way_out, "way-out", place="settings"),
    page("settings/live/way-out/text", live.trial_text, "way-out-text", may="answer", method="POST"),
    page(
        "settings/interested", interested.all_interested, "interested", place="settings", may="answer", reads="interest"
    ),
    page("settings/interested/<int:interest_id>", interested.follow, "interest-follow", may="answer", method="POST"),
    path("settings/you/ways", secure.to_you, name="mfa_index"),
    path("settings/you/password", secure.change_password, name="account_change_password"),
    path("settings/you/password/first", secure.set_password, name="account_set_password"),
    path("settings/you/app", secure.add_app, name="mfa_activate_totp"),
    path("settings/you/app/remove", secure.remove_app, name="mfa_deactivate_totp"),
    path("settings/you/passkeys", secure.to_you, name="mfa_list_webauthn"),
    path("settings/you/passkeys/add", secure.add_passkey, name="mfa_add_webauthn"),
    path("settings/you/passkeys/<int:pk>/remove", secure.remove_passkey, name="mfa_remove_webauthn"),
    path("settings/you/codes", secure.codes, name="mfa_view_recovery_codes"),
    path("settings/you/codes/new", secure.new_codes, name="mfa_generate_recovery_codes"),
    page("", home.home, "home", place="home"),
    page("more", home.more, "more", place="more"),
    page("parts", showcase.showcase, "parts"),
    # contacts
    page("contacts", contacts.all_contacts, "contacts", place="contacts", reads="list"),
    page("contacts/<int:contact_id>", contacts.show, "contact", place="contacts", reads="contact"),
    page("contacts/<int:contact_id>/pause", pause_contact, "contact-pause", may="answer", method="POST"),
    page(
        "contacts/<int:contact_id>/reveal",
        contacts.reveal_number,
        "contact-reveal",
        place="contacts",
        may="answer",
        method="POST",
    ),
    page(
        "contacts/<int:contact_id>/record",
        record.record,
        "contact-record",
        place="contacts",
        may="answer",
        method="BOTH",
        reads="record",
    ),
    page(
        "contacts/<int:contact_id>/statement",
        statement.show,
        "contact-statement",
        place="contacts",
        may="advise",
        reads="statement",
    ),
    page(
        "contacts/<int:contact_id>/statement/bundle",
        statement.bundle,
        "contact-statement-bundle",
        place="contacts",
        may="advise",
        method="POST",
        reads="statement",
    ),
    # imports
    page("imports", imports.all_imports, "imports", place="contacts"),
    page("imports/new", imports.upload, "import-upload", place="contacts", may="write", method="BOTH", reads="import"),
    page("imports/<int:import_id>", imports.show, "import", place="contacts", reads="import"),
    page("imports/<int:import_id>/progress", imports.progress, "import-progress", place="contacts", reads="import"),
    page(
        "imports/<int:import_id>/columns",
        imports.change,
        "import-change",
        place="contacts",
        may="write",
        method="POST",
        reads="import",
    ),
    page("imports/<int:import_id>/start", imports.start, "import-start", place="contacts", may="write", method="POST"),
    page(
        "imports/<int:import_id>/refusals.csv",
        imports.download_refusals,
        "import-refusals",
        place="contacts",
        reads="import",
    ),
    # campaigns
    page("campaigns", campaigns.all_campaigns, "campaigns", place="campaigns"),
    page(
        "campaigns/new", campaigns.new, "campaign-new", place="campaigns", may="write", method="POST", reads="campaign"
    ),
    page("campaigns/<int:campaign_id>", campaigns.show, "campaign", place="campaigns", reads="campaign"),
    page(
        "campaigns/<int:campaign_id>/write",
        campaigns.write,
        "campaign-write",
        place="campaigns",
        may="write",
        method="POST",
        reads="preview",
    ),
    page(
        "campaigns/<int:campaign_id>/preview",
        campaigns.show_preview,
        "campaign-preview",
        place="campaigns",
        reads="preview",
    ),
    page("campaigns/<int:campaign_id>/people", acts.people, "campaign-people", place="campaigns", reads="campaign"),
    page(
        "campaigns/<int:campaign_id>/progress", acts.progress, "campaign-progress", place="campaigns", reads="campaign"
    ),
    page("campaigns/<int:campaign_id>/send", acts.send, "campaign-send", may="approve", method="POST"),
    page("campaigns/<int:campaign_id>/ask", approval.ask, "campaign-ask", may="write", method="POST"),
    page(
        "campaigns/<int:campaign_id>/approve", approval.approve_only, "campaign-approve", may="approve", method="POST"
    ),
    page("campaigns/<int:campaign_id>/back", approval.back, "campaign-back", may="approve", method="POST"),
    page("campaigns/<int:campaign_id>/start", approval.begin, "campaign-start", may="write", method="POST"),
    page("campaigns/<int:campaign_id>/pause", acts.pause, "campaign-pause", may="write", method="POST"),
    page("campaigns/<int:campaign_id>/resume", acts.resume, "campaign-resume", may="approve", method="POST"),
    page("campaigns/<int:campaign_id>/cancel", acts.cancel, "campaign-cancel", may="write", method="POST"),
    page("campaigns/<int:campaign_id>/copy", campaigns.copy, "campaign-copy", may="write", method="POST"),
    # messages
    page("messages/<int:message_id>", messages.show, "message", place="campaigns", reads="message"),
    page("messages/<int:message_id>.json", messages.as_json, "message-json", place="campaigns", reads="message"),
    page("messages/<int:message_id>/proof.json", proofs.message_json, "message-proof-json", reads="proof"),
    page("messages/<int:message_id>/proof.pdf", proofs.message_pdf, "message-proof-pdf", reads="proof"),
    page("contacts/<int:contact_id>/receipts/<int:event_id>.json", proofs.receipt_json, "receipt-json", reads="proof"),
    page("contacts/<int:contact_id>/receipts/<int:event_id>.pdf", proofs.receipt_pdf, "receipt-pdf", reads="proof"),
    # the rest of the seven
    page("consent", consent.consent, "consent", place="consent", method="BOTH", reads="list"),
    page("consent/wordings", consent.wordings, "wordings", place="consent"),
    page("consent/check", sealed.check_now, "consent-check", place="consent", method="POST"),
    page(
        "consent/restrict",
        sealed.restrict,
        "consent-restrict",
        place="consent",
        may="answer",
        method="POST",
        reads="record",
    ),
    page("forecast", forecast.show, "forecast", place="consent", reads="list"),
    page("forecast/ahead", forecast.ahead, "forecast-ahead"),
    page("forecast/curve.csv", forecast.curve_csv, "forecast-curve", place="consent"),
    page("forecast/lapsing", forecast.who, "forecast-lapsing", place="consent", reads="list"),
    page("forecast/lapsing.csv", forecast.who_csv, "forecast-lapsing-csv", may="write", method="POST", reads="export"),
    page("consent/keywords", keywords.all_keywords, "keywords", place="consent"),
    page("consent/keywords/new", keywords.new, "keyword-new", place="consent", may="write", method="BOTH"),
    page("consent/keywords/<int:keyword_id>", keywords.poster, "keyword-poster", place="consent"),
    page("consent/keywords/<int:keyword_id>/retire", keywords.retire, "keyword-retire", may="write", method="POST"),
    page("consent/record", record.record, "record", place="consent", may="answer", method="BOTH", reads="record"),
    page("consent/scans/<int:attachment_id>", record.scan, "scan", place="consent", may="answer", reads="scan"),
    page("consent/blocks", blocks.blocks, "blocks", place="consent", method="BOTH", reads="blocks"),
    page("consent/blocks/add", blocks.add, "block-add", place="consent", may="answer", method="POST", reads="blocks"),
    page(
        "consent/blocks/lift", blocks.lift, "block-lift", place="consent", may="approve", method="POST", reads="blocks"
    ),
    page("consent/blocks/bring-in", lists.bring_in, "block-import", place="consent", may="write", method="BOTH"),
    page(
        "consent/blocks/hand-out",
        lists.hand_out,
        "block-export",
        place="consent",
        may="write",
        method="POST",
        reads="export",
    ),
    page("consent/blocks/group", blocks_group.group, "blocks-group", place="consent"),
    page("consent/blocks/group/offer", blocks_group.offer, "blocks-offer", may="approve", method="POST"),
    page(
        "consent/blocks/group/<int:sharing_id>/accept",
        blocks_group.accept,
        "blocks-accept",
        may="approve",
        method="POST",
    ),
    page("consent/blocks/group/<int:sharing_id>/end", blocks_group.end, "blocks-end", may="approve", method="POST"),
    page("consent/blocks/<int:file_id>", lists.show, "block-file", place="consent"),
    page("consent/blocks/<int:file_id>/progress", lists.progress, "block-progress", place="consent"),
    page("inbox", inbox.inbox, "inbox", place="inbox", reads="inbox"),
    page("inbox/<int:reply_id>", inbox.decide, "inbox-decide", may="answer", method="POST"),
    page("compliance", compliance.compliance, "compliance", place="compliance"),
    page("compliance/retention", retention.show, "retention", place="compliance"),
    page("compliance/retention/runs", retention.latest, "retention-runs", place="compliance"),
    page(
        "compliance/retention/save", retention.save, "retention-save", place="compliance", may="advise", method="POST"
    ),
    page("compliance/retention/run", retention.run_now, "retention-run", may="advise", method="POST"),
    page("compliance/retention/stop", retention.stop, "retention-stop", may="advise", method="POST"),
    page("compliance/restored", restored.restored, "restored", place="compliance"),
    page("compliance/report.pdf", compliance.report, "compliance-report"),
    page("compliance/reads", reads.reads, "reads", place="compliance", may="oversee", reads="log"),
    page("compliance/reads.csv", reads.reads_csv, "reads-csv", may="oversee", method="POST", reads="log"),
    page("compliance/acts", acts_log.all_acts, "acts", place="compliance", may="oversee"),
    page("compliance/acts.csv", acts_log.acts_csv, "acts-csv", may="oversee", method="POST"),
    page("compliance/documents", documents.all_documents, "documents", place="compliance"),
    page("compliance/documents/<slug:kind>", documents.show, "document", place="compliance"),
    page(
        "compliance/documents/<slug:kind>/save",
        documents.save,
        "document-save",
        place="compliance",
        may="advise",
        method="POST",
    ),
    page("compliance/documents/<slug:kind>/versions", documents.show_versions, "document-versions", place="compliance"),
    page(
        "compliance/documents/<slug:kind>/<int:number>", documents.show_version, "document-version", place="compliance"
    ),
    page("compliance/documents/<slug:kind>/<int:number>.pdf", documents.as_pdf, "document-version-pdf"),
    page("compliance/documents/<slug:kind>.pdf", documents.as_pdf, "document-pdf"),
    page("compliance/recipients", who_gets.show, "recipients", place="compliance"),
    page("compliance/recipients/add", who_gets.add, "recipient-add", place="compliance", may="advise", method="POST"),
    page("compliance/recipients/<int:recipient_id>/end", who_gets.end, "recipient-end", may="advise", method="POST"),
    page("compliance/breaches", breaches.all_breaches, "breaches", place="compliance"),
    page("compliance/breaches/new", breaches.new, "breach-new", place="compliance", may="advise"),
    page("compliance/breaches/begin", breaches.save, "breach-begin", place="compliance", may="advise", method="POST"),
    page("compliance/breaches/<int:breach_id>", breaches.show, "breach", place="compliance"),
    page(
        "compliance/breaches/<int:breach_id>/save",
        breaches.save,
        "breach-save",
        place="compliance",
        may="advise",
        method="POST",
    ),
    page("compliance/breaches/<int:breach_id>.pdf", breaches.as_pdf, "breach-pdf"),
    page("texts", texts.texts, "texts", place="compliance"),
    page("texts/<str:text_key>", texts.decide, "text-decide", place="compliance", may="approve", method="POST"),
    page("advice", advice.advice, "advice", place="compliance", may="advise"),
    page("advice/<int:advice_id>", advice.answer_one, "advice-answer", may="advise", method="POST"),
    page("rights", rights.rights, "rights", place="compliance", reads="request"),
    page("rights/new", rights.new, "rights-new", place="compliance", may="answer", method="BOTH", reads="request"),
    page("rights/<int:request_id>", rights.show, "rights-request", place="compliance", reads="request"),
    page(
        "rights/<int:request_id>/identity",
        rights.identity,
        "rights-identity",
        may="advise",
        method="POST",
        reads="request",
    ),
    page("rights/<int:request_id>/letter", rights.letter, "rights-letter", may="advise", reads="request"),
    page("rights/<int:request_id>/pdf", rights.pdf, "rights-pdf", may="advise", method="POST", reads="request"),
    page(
        "rights/<int:request_id>/json", rights.for_program, "rights-json", may="advise", method="POST", reads="request"
    ),
    page(
        "rights/<int:request_id>/grant", rights.grant_it, "rights-grant", may="advise", method="POST", reads="request"
    ),
    page(
        "rights/<int:request_id>/extend",
        rights.extend_it,
        "rights-extend",
        may="advise",
        method="POST",
        reads="request",
    ),
    page(
        "rights/<int:request_id>/refuse",
        rights.refuse_it,
        "rights-refuse",
        may="advise",
        method="POST",
        reads="request",
    ),
    page("settings", settings.settings, "settings", place="settings"),
    page("settings/goods", goods.all_goods, "goods", place="settings"),
    page("settings/goods/new", goods.new, "goods-new", place="settings", may="write", method="POST"),
    page("settings/goods/<slug:slug>", goods.show, "goods-one", place="settings"),
    page("settings/goods/<slug:slug>/name", goods.rename, "goods-name", place="settings", may="write", method="POST"),
    page(
        "settings/goods/<slug:slug>/similar",
        goods.make_similar,
        "goods-similar",
        place="settings",
        may="approve",
        method="POST",
    ),
    page("settings/goods/<slug:slug>/end", goods.end, "goods-end", may="approve", method="POST"),
    page("settings/purposes", purposes.all_purposes, "purposes", place="settings"),
    page("settings/purposes/new", purposes.new, "purpose-new", place="settings", may="write", method="BOTH"),
    page("settings/purposes/<slug:slug>", purposes.show, "purpose", place="settings"),
    page(
        "settings/purposes/<slug:slug>/reword",
        purposes.reword,
        "purpose-reword",
        place="settings",
        may="write",
        method="POST",
    ),
    page("settings/purposes/<slug:slug>/archive", purposes.archive, "purpose-archive", may="write", method="POST"),
    page("settings/purposes/<slug:slug>/reopen", purposes.reopen, "purpose-reopen", may="write", method="POST"),
    page("settings/shops", shops.all_shops, "shops", place="settings"),
    page("settings/shops/new", shops.new, "shop-new", place="settings", may="keys", method="POST"),
    page("settings/shops/<int:shop_id>", shops.show, "shop", place="settings"),
    page("settings/shops/<int:shop_id>/secret", shops.secret, "shop-secret", may="keys", method="POST"),
    page("settings/shops/<int:shop_id>/terms", shops.terms, "shop-terms", may="write", method="POST"),
    page("settings/shops/<int:shop_id>/goods", shops.goods, "shop-goods", may="write", method="POST"),
    page("settings/shops/<int:shop_id>/close", shops.close, "shop-close", may="keys", method="POST"),
    page("settings/keys", keys.all_keys, "keys", place="settings"),
    page("settings/keys/new", keys.new, "key-new", place="settings", may="keys", method="POST"),
    page("settings/keys/<int:key_id>", keys.show, "key", place="settings"),
    page("settings/keys/<int:key_id>/rotate", keys.rotate, "key-rotate", place="settings", may="keys", method="POST"),
    page("settings/keys/<int:key_id>/revoke", keys.revoke, "key-revoke", may="keys", method="POST"),
    page("settings/law", law.show, "law-settings", place="settings"),
    page("settings/law/save", law.save, "law-settings-save", place="settings", may="approve", method="POST"),
    page("search", search.search, "search", method="BOTH"),
    # forms
    page("consent/forms", forms.all_forms, "forms", place="consent"),
    page("consent/forms/new", forms.new, "form-new", place="consent", may="write", method="POST"),
    page("consent/forms/<int:form_id>", ways.share, "form-share", place="consent"),
    page("consent/forms/<int:form_id>/write", forms.write, "form-write", place="consent", may="write", method="POST"),
    page("consent/forms/<int:form_id>/compose", forms.compose, "form-compose", place="consent"),
    page("consent/forms/<int:form_id>/versions", forms.show_versions, "form-versions", place="consent"),
    page("consent/forms/<int:form_id>/pause", forms.pause, "form-pause", may="write", method="POST"),
    page("consent/forms/<int:form_id>/resume", forms.resume, "form-resume", may="write", method="POST"),
    page("consent/forms/<int:form_id>/colour.css", forms.show_colour, "form-own-colour"),
    page("consent/forms/<int:form_id>/qr.svg", ways.qr_as_svg, "form-qr-svg"),
    page("consent/forms/<int:form_id>/qr.png", ways.qr_as_png, "form-qr-png"),
    page("consent/forms/<int:form_id>/poster.pdf", ways.poster_as_pdf, "form-poster"),
    page("settings/organisation", controller.show, "controller", place="settings"),
    page(
        "settings/organisation/save",
        controller.save,
        "controller-save",
        place="settings",
        may="represent",
        method="POST",
    ),
    # the simulator
    page("phone", phone.phone, "phone", place="phone", reads="phone"),
    page("phone/live", phone.live, "phone-live", reads="phone"),
    page("phone/answer", phone.answer, "phone-answer", may="answer", method="POST"),
]
