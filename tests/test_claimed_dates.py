"""Dates claimed and dates sealed both stand on every screen and in every document where they differ (proof.md §2)."""

import datetime as dt
import html
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cabinet_rgpd.documents import answers
from cabinet_rgpd.history import aggregates, memory
from cabinet_rgpd.isolation.scope import structure_scope
from cabinet_rgpd.lib.french import date_in_words, moment_in_words
from cabinet_rgpd.structures import queries
from cabinet_rgpd.structures.models import Structure
from registry.demo import making

TO_COME = "a day to come when it is written: a plan or a term, not something that happened"
OURS = "set by the product, the day of the writing: never another"
LAW = "the day of a value of the law, not of something that happened here"
SAID_APART = "the page says « inscrit le … » beside it always, even where the days are the same"

#: The dates that no person claims.
NOT_CLAIMED = {
    "activity.next_review_on": TO_COME, "anchor.day": OURS, "anchor.stamped_at": OURS, "closing.steps.due_on": TO_COME,
    "campaign.cut_off": "counted from the duration and the planned day", "campaign.planned_on": TO_COME,
    "campaign.dropped_on": OURS, "document.issued_on": OURS, "dpia.decided_on": OURS, "dpia.due_on": TO_COME,
    "dpia.review_on": TO_COME, "dpo_decision.decided_on": OURS, "dpo_decision.review_on": TO_COME,
    "dpo_designation.next_report_on": TO_COME, "evidence.added_on": OURS, "evidence.withdrawn_on": OURS,
    "export.made_on": OURS, "incident.closed_on": OURS, "incident.cnil_decided_on": OURS,
    "incident.persons_decided_on": OURS, "insurance.renews_on": TO_COME, "journal.archived_on": OURS,
    "journal.next_on": TO_COME, "measure.next_check_on": TO_COME, "measure.planned_on": TO_COME,
    "member.ends_on": TO_COME, "notice.published_on": OURS, "opinion.given_on": OURS, "request.due_on": TO_COME,
    "retention_rule.archived_on": OURS, "retention_rule.parameter_date": LAW, "supplier.archived_on": OURS,
    "supplier.contract_ends_on": TO_COME, "supplier.hds_until": TO_COME, "access_matrix.adopted_on": OURS,
    "agreement.archived_on": OURS, "processing_for_others.archived_on": OURS, "responsibility.decided_on": OURS,
    "closing.finished_on": OURS, "invitation.ends_on": TO_COME, "invitation.expires_at": OURS,
    "law_decision.decided_on": OURS, "law_decision.value_after": LAW, "law_decision.value_before": LAW,
    "access_review.next_on": TO_COME, "access_review.reviewed_on": OURS, "call.sent_on": OURS,
    "delegation.ends_on": TO_COME, "delegation.granted_on": OURS, "delegation.revoked_on": OURS,
    "passage.finished_on": OURS,
    "shared_text.confirmed_on": OURS, "supplier.reviewed_on": OURS, "proposal.answered_on": OURS,
    "proposal.proposed_on": OURS, "text_review.handled_on": OURS,
    "text_review.value_after": LAW, "text_review.value_before": LAW, "questionnaire.answered_on": OURS,
    "witness.until": TO_COME,
}  # fmt: skip

R = "registry/"
#: The templates that say both, for the others: each names the field with the filter `claimed` (or `claimed_moment`).
SHOWN = {
    "passage.on": [f"{R}people/passage.html", f"{R}people/documents/passage_body.html"],
    "passage.steps.done_on": [f"{R}people/passage.html", f"{R}people/documents/passage_body.html"],
    "party.arrived_on": ["structures/parties.html"],
    "party.left_on": ["structures/parties.html"],
    "activity.started_on": [f"{R}activities/parts/identity.html", f"{R}documents/sheet.html"],
    "activity.reviewed_on": [
        f"{R}activities/parts/information.html", f"{R}activities/review_row.html", f"{R}documents/sheet.html",
    ],
    "closing.ends_on": [f"{R}closing/case.html", f"{R}closing/list.html", f"{R}closing/documents/deed_body.html"],
    "closing.keeper_since": [f"{R}closing/case.html", f"{R}closing/documents/deed_body.html"],
    "closing.steps.done_on": [f"{R}closing/case.html"],
    "dpia.dpo_opinion_on": [f"{R}dpia/_assessment.html", f"{R}dpia/documents/assessment_body.html"],
    "dpia.completed_on": [
        f"{R}dpia/_assessment.html", f"{R}dpia/_on_sheet.html", f"{R}dpia/list.html", f"{R}past/stood.html",
        f"{R}dpia/documents/assessment_body.html",
    ],
    "dpia.consulted_on": [f"{R}dpia/_assessment.html", f"{R}dpia/documents/assessment_body.html"],
    "dpia.consultation_answered_on": [f"{R}dpia/_assessment.html", f"{R}dpia/documents/assessment_body.html"],
    "dpo_designation.since": [f"{R}dpo/dpo.html", f"{R}past/stood.html", f"{R}dpo/documents/letter_body.html"],
    "dpo_designation.until": [f"{R}dpo/dpo.html", f"{R}dpo/documents/letter_body.html"],
    "dpo_designation.letter_signed_on": [f"{R}dpo/dpo.html"],
    "dpo_designation.declared_on": [f"{R}dpo/dpo.html", f"{R}dpo/cnil.html"],
    "dpo_designation.end_declared_on": [f"{R}dpo/dpo.html"],
    "dpo_designation.checked_on": [f"{R}dpo/dpo.html", f"{R}dpo/documents/letter_body.html"],
    "incident.happened_from": [f"{R}incidents/_facts.html", f"{R}incidents/documents/breach_body.html"],
    "incident.happened_until": [f"{R}incidents/_facts.html", f"{R}incidents/documents/breach_body.html"],
    "incident.known_at": [
        f"{R}incidents/_facts.html", f"{R}incidents/incidents.html", f"{R}incidents/documents/breach_body.html",
    ],
    "incident.supplier_told_at": [f"{R}incidents/_facts.html", f"{R}incidents/documents/breach_body.html"],
    "incident.controllers.known_at": [f"{R}incidents/_facts.html", f"{R}incidents/documents/breach_body.html"],
    "incident.steps.done_at": [f"{R}incidents/incident.html", f"{R}incidents/documents/breach_body.html"],
    "journal.happened_on": [f"{R}journal/entry.html", f"{R}journal/journal.html"],
    "request.received_at": [
        f"{R}requests/request.html", f"{R}requests/requests.html", f"{R}requests/documents/requests_body.html",
        f"{R}requests/documents/checklist_body.html",
    ],
    "request.identity_checked_on": [f"{R}requests/request.html"],
    "request.acknowledged_on": [f"{R}requests/request.html"],
    "request.extended_on": [f"{R}requests/request.html", f"{R}requests/documents/requests_body.html"],
    "request.answered_on": [
        f"{R}requests/request.html", f"{R}requests/requests.html", f"{R}requests/documents/requests_body.html",
    ],
    "agreement.signed_on": [
        f"{R}responsibilities/responsibilities.html", f"{R}responsibilities/documents/agreement_body.html",
    ],
    "processing_for_others.contract_on": [
        f"{R}responsibilities/documents/contract_body.html", f"{R}responsibilities/documents/processor_register_body.html",
    ],
    "insurance.starts_on": [f"{R}journal/insurance.html"],
    "campaign.done_on": [
        f"{R}retention/campaign.html", f"{R}retention/campaigns.html", f"{R}retention/documents/campaign_body.html",
    ],
    "measure.answered_on": [f"{R}security/rows.html", f"{R}security/measure.html"],
    "measure.restore_tests.done_on": [f"{R}security/tests.html", f"{R}security/documents/measures_body.html"],
    "supplier.contract_signed_on": [f"{R}suppliers/supplier.html", f"{R}suppliers/documents/checklist_body.html"],
    "supplier.confidentiality_on": [f"{R}suppliers/supplier.html"],
    "supplier.interventions.done_on": [f"{R}suppliers/supplier.html"],
    "notice.displays.since": ["patients_info/overview.html"],
    "notice.displays.until": ["patients_info/overview.html"],
}  # fmt: skip
#: Templates that show such a date without the filter, and why.
PLAIN = {
    f"{R}journal/documents/journal_body.html": SAID_APART,
    f"{R}security/documents/measures_body.html": SAID_APART,
    f"{R}security/measure.html": SAID_APART,
    f"{R}incidents/incident.html": SAID_APART,
    f"{R}incidents/documents/breach_body.html": SAID_APART,
    **dict.fromkeys(
        [
            f"{R}desk/documents/report_body.html",
            f"{R}people/documents/passage_body.html",
            f"{R}people/passage.html",
            f"{R}proposals/model.html",
            f"{R}proposals/answer.html",
            f"{R}people/documents/review_body.html",
            f"{R}people/reviews.html",
            f"{R}people/review.html",
            f"{R}proposals/list.html",
            f"{R}proposals/sent.html",
        ],
        "a date of the same name that the product sets, the day of the writing",
    ),
    "structures/outbox.html": "when a message was sent: the outbox is no record",
    f"{R}closing/documents/letter_body.html": "a letter to patients, who are told the day and not when it was typed",
    f"{R}closing/documents/poster_body.html": "a poster for patients, likewise",
}
#: Where a structure sees its records of a kind: `(route, whether it takes the record)`.
PLACES = {
    "party": [("parties", "")],
    "activity": [("activity", "id"), ("activity_pdf", "id"), ("register_pdf", "")],
    "dpo_designation": [("dpo", "")],
    "incident": [("incident", "id"), ("incidents", ""), ("incidents_pdf", ""), ("incident_pdf", "id")],
    "journal": [("journal", ""), ("journal_pdf", ""), ("journal_entry", "id")],
    "request": [("request", "id"), ("requests", ""), ("requests_pdf", "")],
    "agreement": [("responsibilities", ""), ("agreement_pdf", "id")],
    "campaign": [("campaign", "id"), ("campaigns", ""), ("campaign_pdf", "id")],
    "measure": [("measures", ""), ("measure", "key"), ("measures_pdf", "")],
    "supplier": [("supplier", "id")],
}


def date_fields():
    """`{« aggregate.field » or « aggregate.list.field »: (model, field)}` of every tracked model."""
    found = {}
    for kind, model in aggregates.roots().items():
        for path, each in [
            ("", model),
            *((f"{name}.", child) for name, child in aggregates.child_models(model).items()),
        ]:
            for field in each.content_fields():
                if memory.is_date(field):
                    found[f"{kind}.{path}{field.attname}"] = (each, field)
    return found


def test_each_date_of_a_record_is_shown_with_the_moment_of_its_writing_or_says_why_not():
    known = date_fields()
    assert {*SHOWN, *NOT_CLAIMED} == set(known) and not SHOWN.keys() & NOT_CLAIMED.keys()
    templates = Path(settings.BASE_DIR, "templates")
    for name, shown in SHOWN.items():
        for template in shown:
            assert re.search(rf"\b{known[name][1].attname}\|claimed", (templates / template).read_text()), (
                name,
                template,
            )


def test_no_template_shows_a_claimed_date_as_a_plain_day():
    """Whatever the table forgot: a name that is claimed somewhere is shown with the filter, or the template says why."""
    names = {name.rsplit(".", 1)[1] for name in SHOWN} - {"on", "since", "until", "ends_on", "starts_on"}
    plain = re.compile(rf"\.({'|'.join(names)})\|(?:day|moment)\b")
    templates = Path(settings.BASE_DIR, "templates")
    found = {
        path.relative_to(templates).as_posix() for path in templates.rglob("*.html") if plain.search(path.read_text())
    }
    assert found <= PLAIN.keys()


@pytest.mark.django_db
def test_what_was_typed_ten_days_late_says_so_wherever_it_is_read(monkeypatch):
    """The demonstration, written ten days after the day that it tells: every page and document of each record."""
    monkeypatch.setattr(answers, "rendered", lambda text: text.encode())
    now = timezone.now()
    making.make(at=now, on=timezone.localdate() - dt.timedelta(days=10))
    seen = set()
    for structure in Structure.objects.all():
        manager = next(each.account for each in queries.members(structure.pk) if each.role == "manager")
        client = Client()
        client.force_login(manager, backend=settings.AUTHENTICATION_BACKENDS[0])
        with structure_scope(structure.pk):
            told = list(_told(structure.tz))
        for kind, root, claim in told:
            said = f"{_words(claim.claimed, structure.tz)} (inscrit le {date_in_words(timezone.localdate())})"
            places = [_url(structure, root, *place) for place in PLACES[kind]]
            pages = {url: _text(client, url) for url in places}
            assert any(said in page for page in pages.values()), (kind, claim, places)
            seen.add(kind)
    assert seen >= {"incident", "journal", "request", "measure", "campaign", "agreement", "dpo_designation"}


def _told(tz):
    """`(kind, root, claim)` of every root of which a claimed date is shown."""
    labels = {
        (name.split(".")[0], str(field.verbose_name)) for name, (_, field) in date_fields().items() if name in SHOWN
    }
    for kind, model in aggregates.roots().items():
        for root in model.objects.all() if kind in PLACES else ():
            for claim in memory.claims(root, tz):
                if (kind, claim.label) in labels:
                    yield kind, root, claim


def _words(value, tz):
    return moment_in_words(value, tz) if isinstance(value, dt.datetime) else date_in_words(value)


def _url(structure, root, route, taken):
    return reverse(route, args=[structure.pk, *([getattr(root, taken)] if taken else [])])


def _text(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return re.sub(r"[ \n\t]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))
