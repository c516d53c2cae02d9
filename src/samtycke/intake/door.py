"""The door of intake: what arrives (a file, a fact, a text) becomes what the ledger knows."""

from samtycke.intake.cancel import Cancelled, report_cancellation
from samtycke.intake.columns import FIELDS, IGNORED
from samtycke.intake.drafts import ImportStarted, MappingRefused, draft_import, draft_rows, map_import
from samtycke.intake.intent import intent
from samtycke.intake.keywords.declare import (
    KeywordRefused,
    NewKeyword,
    declare_keyword,
    retire_keyword,
    suggested,
)
from samtycke.intake.keywords.keyword import Keyword, keyword, keywords
from samtycke.intake.optin.answer import Linked, confirm, linked, say_no
from samtycke.intake.optin.ask import Asked, NotAsked, ask
from samtycke.intake.optin.requests import OptInRequest, count_waiting, requests_of
from samtycke.intake.orders.deliver import Delivery, Hook, NotSigned, deliver, deliveries, headers_of, is_ping
from samtycke.intake.orders.goods import NO_GOODS, Goods, map_goods, shop_goods
from samtycke.intake.orders.shopify import OWN_CONSENT
from samtycke.intake.orders.shops import KINDS, Shop, ShopRefused, close_shop, open_shop, set_secret, shop, shops
from samtycke.intake.orders.terms import Terms, all_terms, set_terms, terms_at
from samtycke.intake.refusal import Refusal, RowRefused
from samtycke.intake.refusals import refusals, refusals_csv
from samtycke.intake.replies import AlreadyRead, Reply, read_reply, replies
from samtycke.intake.report import report_consent, report_objection, report_sale, report_withdrawal
from samtycke.intake.run import start_import
from samtycke.intake.state import ImportState, first_rows, import_state, imports
from samtycke.intake.table import TableUnreadable
from samtycke.intake.texts import receive
from samtycke.intake.trial import DryRun, RefusalGroup, dry_run

__all__ = [
    "FIELDS",
    "IGNORED",
    "KINDS",
    "NO_GOODS",
    "OWN_CONSENT",
    "AlreadyRead",
    "Asked",
    "Cancelled",
    "Delivery",
    "DryRun",
    "Goods",
    "Hook",
    "ImportStarted",
    "ImportState",
    "Keyword",
    "KeywordRefused",
    "Linked",
    "MappingRefused",
    "NewKeyword",
    "NotAsked",
    "NotSigned",
    "OptInRequest",
    "Refusal",
    "RefusalGroup",
    "Reply",
    "RowRefused",
    "Shop",
    "ShopRefused",
    "TableUnreadable",
    "Terms",
    "all_terms",
    "ask",
    "close_shop",
    "confirm",
    "count_waiting",
    "declare_keyword",
    "deliver",
    "deliveries",
    "draft_import",
    "draft_rows",
    "dry_run",
    "first_rows",
    "headers_of",
    "import_state",
    "imports",
    "intent",
    "is_ping",
    "keyword",
    "keywords",
    "linked",
    "map_goods",
    "map_import",
    "open_shop",
    "read_reply",
    "receive",
    "refusals",
    "refusals_csv",
    "replies",
    "report_cancellation",
    "report_consent",
    "report_objection",
    "report_sale",
    "report_withdrawal",
    "requests_of",
    "retire_keyword",
    "say_no",
    "set_secret",
    "set_terms",
    "shop",
    "shop_goods",
    "shops",
    "start_import",
    "suggested",
    "terms_at",
]
