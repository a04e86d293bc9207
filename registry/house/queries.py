"""The facts of the table, read from each room: as many queries for sixty practitioners as for one."""

from cabinet_rgpd.structures import queries as structures
from patients_info import queries as notices
from registry.activities import queries as activities
from registry.house import rules
from registry.journal import queries as journal
from registry.law.vocabulary import EntryKind
from registry.people import queries as people
from registry.suppliers import queries as suppliers


def table(structure_id, today):
    """One row (rules.Row) for each practitioner who is present, by name."""
    sheets, files = activities.reviews_by_party(), suppliers.reviews_by_party()
    charters, trainings = journal.attended(EntryKind.CHARTER.value), journal.attended(EntryKind.TRAINING.value)
    published, displayed = notices.display_in_force()
    reviewed, seated = people.reviewed_parties(), accounts(structure_id, today)
    return tuple(
        rules.row(
            rules.Facts(
                party_id=party.pk, name=party.name, profession=party.profession, has_access=party.pk in seated,
                sheets=tuple(sheets.get(party.pk, ())), published=published,
                displayed=displayed.get(party.pk), displayed_for_all=displayed.get(None),
                charter=charters.get(party.pk), training=trainings.get(party.pk),
                suppliers=tuple(files.get(party.pk, ())), access_reviewed_on=reviewed.get(party.pk),
            ),
            today,
        )
        for party in structures.practitioners(structure_id, present_on=today)
    )  # fmt: skip


def accounts(structure_id, today):
    """`{party id: the accounts of those who stand for it today}`."""
    found = {}
    for member in people.active_members(structure_id, today):
        if member.party_id:
            found.setdefault(member.party_id, []).append(member.account)
    return found
