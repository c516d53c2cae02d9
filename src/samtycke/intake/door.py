"""The door of intake: what arrives (a file, a fact, a text) becomes what the ledger knows."""

from samtycke.intake import personal
from samtycke.intake.blocks.files import BlockFile, Given, block_file, block_files, bring_in_blocks
from samtycke.intake.blocks.read import ReadList, read_list
from samtycke.intake.cancel import Cancelled, report_cancellation
from samtycke.intake.code import AGAIN_AFTER, TRIES, VALID, code_is_right, code_mark, new_code
from samtycke.intake.columns import FIELDS, IGNORED
from samtycke.intake.drafts import ImportStarted, MappingRefused, draft_import, draft_rows, map_import
from samtycke.intake.forms.advice import Advice, advice
from samtycke.intake.forms.entry import Entry, Sent, begin_entry, confirm_entry, may_be_texted, read_entry, send_again
from samtycke.intake.forms.form import (
    Draft,
    Form,
    NoSuchForm,
    as_slug,
    create_form,
    forms,
    pause_form,
    read_form,
    resume_form,
    save_form,
)
from samtycke.intake.forms.publish import (
    NotPublishable,
    Obstacle,
    Page,
    Version,
    draft_page,
    is_changed,
    newest_version,
    obstacles,
    one_version,
    publish,
    versions,
)
from samtycke.intake.forms.street import FormAddress, form_at
from samtycke.intake.forms.tally import Conversion, conversions, tally
from samtycke.intake.forms.words import FIELDS as WORD_FIELDS
from samtycke.intake.forms.words import LANGUAGES, Words, read_words
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
from samtycke.intake.optin.requests import OptInRequest, count_waiting, request_locked, requests_of
from samtycke.intake.orders.deliver import Delivery, Hook, NotSigned, deliver, deliveries, headers_of, is_ping
from samtycke.intake.orders.goods import NO_GOODS, Goods, map_goods, shop_goods
from samtycke.intake.orders.shopify import OWN_CONSENT
from samtycke.intake.orders.shops import KINDS, Shop, ShopRefused, close_shop, open_shop, set_secret, shop, shops
from samtycke.intake.orders.terms import Terms, all_terms, set_terms, terms_at
from samtycke.intake.own_number import Shown as OwnShown
from samtycke.intake.own_number import (
    ask_own_number,
    confirm_own_number,
    forget_own_codes,
    leave_own_number,
    waiting_own_number,
)
from samtycke.intake.refusal import Refusal, RowRefused
from samtycke.intake.refusals import refusals, refusals_csv
from samtycke.intake.replies import AlreadyRead, Reply, read_reply, replies
from samtycke.intake.report import report_consent, report_objection, report_request, report_sale, report_withdrawal
from samtycke.intake.routes import route_answers
from samtycke.intake.run import start_import
from samtycke.intake.say import owed, say
from samtycke.intake.spreadsheet import harmless
from samtycke.intake.state import ImportState, first_rows, import_state, imports
from samtycke.intake.table import TableUnreadable
from samtycke.intake.texts import receive
from samtycke.intake.told.attachment import AttachmentRefused, Opened, open_attachment
from samtycke.intake.told.told import BY_STAFF, Told, take_told_no, take_told_yes
from samtycke.intake.trial import DryRun, RefusalGroup, dry_run
from samtycke.intake.uses import Use, uses_of
from samtycke.intake.wishes.change import PAUSES, Changed, Pause, Wishes, change_wishes, pause, pause_end
from samtycke.intake.wishes.leave import leave_by_link, leave_by_number, senders_at, senders_called
from samtycke.intake.wishes.shown import Shown
from samtycke.intake.wishes.standing import OfPurpose, Standing, standing
from samtycke.intake.wishes.words import YesWords, yes_words

__all__ = [
    "AGAIN_AFTER",
    "BY_STAFF",
    "FIELDS",
    "IGNORED",
    "KINDS",
    "LANGUAGES",
    "NO_GOODS",
    "OWN_CONSENT",
    "PAUSES",
    "TRIES",
    "VALID",
    "WORD_FIELDS",
    "Advice",
    "AlreadyRead",
    "Asked",
    "AttachmentRefused",
    "BlockFile",
    "Cancelled",
    "Changed",
    "Conversion",
    "Delivery",
    "Draft",
    "DryRun",
    "Entry",
    "Form",
    "FormAddress",
    "Given",
    "Goods",
    "Hook",
    "ImportStarted",
    "ImportState",
    "Keyword",
    "KeywordRefused",
    "Linked",
    "MappingRefused",
    "NewKeyword",
    "NoSuchForm",
    "NotAsked",
    "NotPublishable",
    "NotSigned",
    "Obstacle",
    "OfPurpose",
    "Opened",
    "OptInRequest",
    "OwnShown",
    "Page",
    "Pause",
    "ReadList",
    "Refusal",
    "RefusalGroup",
    "Reply",
    "RowRefused",
    "Sent",
    "Shop",
    "ShopRefused",
    "Shown",
    "Standing",
    "TableUnreadable",
    "Terms",
    "Told",
    "Use",
    "Version",
    "Wishes",
    "Words",
    "YesWords",
    "advice",
    "all_terms",
    "as_slug",
    "ask",
    "ask_own_number",
    "begin_entry",
    "block_file",
    "block_files",
    "bring_in_blocks",
    "change_wishes",
    "close_shop",
    "code_is_right",
    "code_mark",
    "confirm",
    "confirm_entry",
    "confirm_own_number",
    "conversions",
    "count_waiting",
    "create_form",
    "declare_keyword",
    "deliver",
    "deliveries",
    "draft_import",
    "draft_page",
    "draft_rows",
    "dry_run",
    "first_rows",
    "forget_own_codes",
    "form_at",
    "forms",
    "harmless",
    "headers_of",
    "import_state",
    "imports",
    "intent",
    "is_changed",
    "is_ping",
    "keyword",
    "keywords",
    "leave_by_link",
    "leave_by_number",
    "leave_own_number",
    "linked",
    "map_goods",
    "map_import",
    "may_be_texted",
    "new_code",
    "newest_version",
    "obstacles",
    "one_version",
    "open_attachment",
    "open_shop",
    "owed",
    "pause",
    "pause_end",
    "pause_form",
    "personal",
    "publish",
    "read_entry",
    "read_form",
    "read_list",
    "read_reply",
    "read_words",
    "receive",
    "refusals",
    "refusals_csv",
    "replies",
    "report_cancellation",
    "report_consent",
    "report_objection",
    "report_request",
    "report_sale",
    "report_withdrawal",
    "request_locked",
    "requests_of",
    "resume_form",
    "retire_keyword",
    "route_answers",
    "save_form",
    "say",
    "say_no",
    "send_again",
    "senders_at",
    "senders_called",
    "set_secret",
    "set_terms",
    "shop",
    "shop_goods",
    "shops",
    "standing",
    "start_import",
    "suggested",
    "take_told_no",
    "take_told_yes",
    "tally",
    "terms_at",
    "uses_of",
    "versions",
    "waiting_own_number",
    "yes_words",
]
