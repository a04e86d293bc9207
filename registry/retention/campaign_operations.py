"""Writes about purge campaigns. Each is one transaction, signed and sealed; a campaign is dropped, never deleted."""

from django.core.exceptions import ValidationError

from cabinet_rgpd.history import ledger
from cabinet_rgpd.lib.calendar import add_years
from cabinet_rgpd.lib.french import date_in_words
from registry.retention import campaigns, queries
from registry.retention.campaigns import CampaignKind, CampaignMethod
from registry.retention.models import PurgeCampaign

CONTENT = ("rule", "kind", "cut_off", "criteria", "leave_aside", "planned_on", "assigned_to")
RESULT = (
    "done_on", "files", "method", "method_note", "operator", "kept_for_claims", "kept_for_minors", "kept_for_other",
    "kept_note", "backups", "proof_note",
)  # fmt: skip


def prepare(*, content, on, by):
    """A campaign for a rule and a cut-off day (`content` holds CONTENT). Returns a PurgeCampaign.

    Raises ValidationError, also when the cut-off day would take files whose time has not run out.
    """
    with ledger.write(by) as write:
        _not_too_soon(content, on)
        return write.create(PurgeCampaign, **content)


def update(*, campaign, lock, content, on, by):
    """Bring a campaign not yet carried out to `content`. Raises ValidationError, Stale."""
    with ledger.write(by) as write:
        campaign = write.take(campaign, lock)
        _is_planned(campaign)
        _not_too_soon({name: content.get(name, getattr(campaign, name)) for name in CONTENT}, on)
        write.apply(campaign, content)
    return campaign


def carry_out(*, campaign, lock, content, next_on, on, by):
    """Record what was done (`content` holds RESULT), and prepare the next one for the day `next_on`, if given.

    Sent again it corrects the record. Returns the campaign. Raises ValidationError, Stale.
    """
    with ledger.write(by) as write:
        campaign = write.take(campaign, lock)
        if campaign.dropped_on is not None:
            raise ValidationError("Cette campagne a été abandonnée : préparez-en une autre.")
        _is_told(campaign, content, on)
        if next_on is not None and next_on <= content["done_on"]:
            raise ValidationError({"next_on": "Choisissez un jour qui suit celui de cette campagne."})
        act = None if campaign.done_on else "campaign.carried_out"
        write.apply(campaign, content, act=act)
        if next_on is not None:
            write.create(PurgeCampaign, **_following(campaign, next_on, on))
    return campaign


def drop(*, campaign, lock, reason, on, by):
    """Give up a campaign that was not carried out, saying why. Raises ValidationError, Stale."""
    with ledger.write(by) as write:
        campaign = write.take(campaign, lock)
        _is_planned(campaign)
        if not reason.strip():
            raise ValidationError({"dropped_reason": "Dites pourquoi : c’est ce que lira un contrôleur."})
        write.apply(campaign, {"dropped_on": on, "dropped_reason": reason}, act="campaign.dropped")
    return campaign


def _following(campaign, next_on, on):
    """The same campaign for another day: its cut-off moves as the law says, else by the years between the two."""
    rule = queries.record_of(campaign.rule)
    cut_off, criteria, aside = campaigns.suggested(
        rule, next_on, kind=campaign.kind, on=on, never_shorten=queries.never_shortens()
    )
    years = max(1, next_on.year - campaign.planned_on.year)
    return {
        "rule": campaign.rule,
        "kind": campaign.kind,
        "cut_off": cut_off or min(next_on, add_years(campaign.cut_off, years)),
        "criteria": criteria or campaign.criteria,
        "leave_aside": aside or campaign.leave_aside,
        "planned_on": next_on,
        "assigned_to": campaign.assigned_to,
    }


def _is_planned(campaign):
    if campaign.done_on is not None:
        raise ValidationError("Cette campagne est faite : corrigez plutôt son compte rendu.")
    if campaign.dropped_on is not None:
        raise ValidationError("Cette campagne a été abandonnée : préparez-en une autre.")


def _limit(rule, cut_off, day, kind, on):
    """The latest cut-off day that the rule allows on `day`, when `cut_off` passes it; else None."""
    return campaigns.too_soon(
        queries.record_of(rule), cut_off=cut_off, day=day, kind=kind, on=on, never_shorten=queries.never_shortens()
    )


def _not_too_soon(content, on):
    limit = _limit(content["rule"], content["cut_off"], content["planned_on"], content["kind"], on)
    if limit is not None:
        raise ValidationError(
            {
                "cut_off": (
                    f"Le {date_in_words(content['planned_on'])}, la règle n’a couru jusqu’au bout que pour les dossiers du "
                    f"{date_in_words(limit)} ou d’avant. Une date plus tardive supprimerait trop tôt."
                )
            }
        )


def _is_told(campaign, content, on):
    if content["done_on"] > on:
        raise ValidationError({"done_on": "Ce jour n’est pas encore venu."})
    if content["done_on"] < campaign.cut_off:
        raise ValidationError({"done_on": "Ce jour précède la date limite de la campagne."})
    limit = _limit(campaign.rule, campaign.cut_off, content["done_on"], campaign.kind, on)
    if limit is not None:
        raise ValidationError(
            {
                "done_on": (
                    f"Ce jour-là, la règle n’avait couru jusqu’au bout que pour les dossiers du {date_in_words(limit)} ou "
                    "d’avant. Si la campagne s’en est tenue à eux, corrigez d’abord sa date limite ; si des dossiers ont été "
                    "supprimés trop tôt, notez-le au registre des violations."
                )
            }
        )
    moved = content["method"] == CampaignMethod.MOVED
    if moved != (campaign.kind == CampaignKind.ARCHIVE) and content["method"] != CampaignMethod.OTHER:
        raise ValidationError(
            {"method": f"Cette méthode n’est pas celle d’une campagne de ce genre ({_asked(campaign)})."}
        )
    if content["method"] == CampaignMethod.OTHER and not content.get("method_note", "").strip():
        raise ValidationError({"method_note": "Décrivez la méthode."})
    if content.get("kept_for_other") and not content.get("kept_note", "").strip():
        raise ValidationError({"kept_note": "Dites pour quel motif, sans nommer personne."})


def _asked(campaign):
    return campaign.get_kind_display().partition(" (")[0].lower()
