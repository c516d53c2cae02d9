"""`samtycke sender`: register who a text is from, once a carrier has let the name through."""

from __future__ import annotations

import argparse

HELP = "register a sender of an organisation with a carrier, and where answers to it arrive"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose, what, where."""
    parser.add_argument("name", help="as the handset shows it: Skobutiken, 71000, +46…")
    parser.add_argument("--inbound", required=True, metavar="NUMBER", help="where STOPP arrives")
    parser.add_argument("--carrier", required=True, help="one of SAMTYCKE_CARRIERS")
    parser.add_argument("--organisation", default="", metavar="SLUG", help="whose; may be left out where there is one")


def run(options: argparse.Namespace) -> int:
    """The virtual sender of a test account goes; answers come to the organisation by the carrier and the phones."""
    from samtycke.ops.environment import django_ready

    django_ready()
    from samtycke.dispatch.door import carriers
    from samtycke.intake.door import route_answers
    from samtycke.ops.named import named_organisation
    from samtycke.organisations.door import SIMULATOR, acting_for, register_sender

    if options.carrier not in carriers():
        raise SystemExit(f"--carrier: name one of {', '.join(sorted(carriers())) or '(there is none yet)'}.")
    organisation = named_organisation(options.organisation)
    with acting_for(organisation.pk) as cursor:
        register_sender(cursor, options.name, inbound=options.inbound, carrier=options.carrier, by="operator")
        for carrier in (options.carrier, SIMULATOR):
            route_answers(cursor, carrier, options.inbound)
    print(f"{organisation.name} sends as {options.name} by {options.carrier}; answers to {options.inbound}.")
    return 0
