"""A referral in the shape of a Primero case (its API, version 2): only fields that the person agreed to share."""

from datetime import UTC, datetime
from typing import Any

from bot.console.case_view import facts
from bot.console.context import Context
from bot.domain.referral import Referral

STATUS = {True: "open", False: "closed"}
RISK = {"now": "high", "soon": "medium", "later": "low"}
MODULES = {"child": "primeromodule-cp", "gbv": "primeromodule-gbv"}


def primero_of(context: Context, referral: Referral) -> dict[str, Any]:
    consent = referral.consent
    fields: dict[str, Any] = {
        "case_id": referral.id,
        "short_id": referral.id[-7:],
        "status": STATUS[referral.is_open],
        "risk_level": RISK.get(referral.urgency, "medium"),
        "registration_date": _day(referral.opened_at),
        "date_closure": _day(referral.closed_at),
        "owned_by_agency_id": referral.office,
        "protection_concerns": [referral.category],
        "consent_for_services": consent is not None,
        "consent_reporting": False,
        "disclosure_other_orgs": consent is not None,
        "consent_source_other": consent.channel if consent else "",
        "language": [referral.language] if referral.shares("language") else [],
        "location_current": referral.city if referral.shares("city") else "",
        "unaccompanied_separated_status": "unaccompanied_minor" if referral.minor_alone else "",
        "services_section": [
            {
                "service_type": referral.category,
                "service_delivery_location": referral.organisation,
                "service_implemented": "implemented" if referral.attended_at else "not_implemented",
                "service_referral_notes": referral.words if referral.shares("words") else "",
                "service_response_day_time": _day(referral.opened_at),
            }
        ],
        "notes_section": [{"note_subject": fact.label, "note_text": fact.value} for fact in facts(context, referral)],
    }
    kept = {name: value for name, value in fields.items() if value not in ("", [], None)}
    return {
        "data": {"record_type": "case", "module_id": MODULES.get(referral.lane, "primeromodule-cp"), "fields": kept}
    }


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat() if seconds else ""
