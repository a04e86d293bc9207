"""Who is at home where: accounts, structures, their parties and their members."""

import uuid
import zoneinfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

from cabinet_rgpd.history.fields import WebAddress, Words, valid_finess, valid_rpps, valid_siret
from cabinet_rgpd.history.tracked import TrackedRoot
from cabinet_rgpd.isolation.scope import TrackedQuerySet
from cabinet_rgpd.structures.roles import Delegation as Extent
from cabinet_rgpd.structures.roles import Role
from cabinet_rgpd.structures.vocabulary import (
    InvitationState,
    LegalForm,
    PartyKind,
    Profession,
    SecondFactor,
    StructureKind,
)


class AccountManager(BaseUserManager):
    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def create_account(self, *, email, name, password=None):
        account = self.model(email=self.normalize_email(email).lower(), name=name)
        account.set_password(password)
        account.full_clean(exclude=["password"])
        account.save()
        return account


class Account(AbstractBaseUser):
    """A person who signs in. Never deleted (the history names her): deactivated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("adresse électronique", unique=True)
    name = Words("nom et prénom", max_length=120)
    is_active = models.BooleanField("actif", default=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "compte"
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_whatever_the_case")]

    def __str__(self):
        return self.name

    #: No django.contrib.admin and no superuser: rights come from memberships alone.
    is_staff = False
    is_superuser = False


class AccessLink(models.Model):
    """A link used once: to claim a new installation, to set a new password or to answer an invitation.

    Only the hash of its token is kept.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    invitation = models.ForeignKey("structures.Invitation", on_delete=models.CASCADE, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class OpenSession(models.Model):
    """Where an account is signed in: what its owner sees, and may close. Neither address nor place is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    began_at = models.DateTimeField()
    device = models.CharField(max_length=80, blank=True)


def valid_time_zone(value):
    if value not in zoneinfo.available_timezones():
        raise ValidationError("Fuseau horaire inconnu.")


TIME_ZONES = [
    ("Europe/Paris", "Métropole"),
    ("America/Guadeloupe", "Guadeloupe"),
    ("America/Martinique", "Martinique"),
    ("America/Cayenne", "Guyane"),
    ("Indian/Reunion", "La Réunion"),
    ("Indian/Mayotte", "Mayotte"),
    ("America/St_Barthelemy", "Saint-Barthélemy"),
    ("America/Marigot", "Saint-Martin"),
    ("America/Miquelon", "Saint-Pierre-et-Miquelon"),
    ("Pacific/Noumea", "Nouvelle-Calédonie"),
    ("Pacific/Tahiti", "Polynésie française"),
    ("Pacific/Wallis", "Wallis-et-Futuna"),
]


class UnscopedManager(models.Manager.from_queryset(TrackedQuerySet)):
    """For the records that say who is at home where: read in `structures` alone."""


class Structure(TrackedRoot):
    """A practice, a group, an MSP… : the tenant. Its `structure` is itself."""

    name = Words("nom de la structure", max_length=160)
    kind = models.CharField("type de structure", max_length=24, choices=StructureKind.choices)
    legal_form = models.CharField(
        "forme d’exercice", max_length=16, choices=LegalForm.choices, default=LegalForm.UNKNOWN.value
    )
    address = Words("adresse", max_length=240, blank=True)
    postcode = Words("code postal", max_length=10, blank=True)
    city = Words("ville", max_length=100, blank=True)
    phone = Words("téléphone", max_length=30, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    website = WebAddress("site internet", blank=True)
    siret = models.CharField("SIRET", max_length=20, blank=True, validators=[valid_siret])
    finess = models.CharField("FINESS", max_length=12, blank=True, validators=[valid_finess])
    time_zone = models.CharField(
        "fuseau horaire", max_length=40, default="Europe/Paris", choices=TIME_ZONES, validators=[valid_time_zone]
    )
    second_factor = models.CharField(
        "seconde preuve à la connexion",
        max_length=12,
        choices=SecondFactor.choices,
        default=SecondFactor.REQUIRED.value,
    )
    second_factor_reason = Words("raison de ce choix", max_length=300, blank=True)

    objects = UnscopedManager()

    AGGREGATE = "structure"
    RESTORE_PERMISSION = "structure.edit"

    class Meta:
        verbose_name = "structure"
        base_manager_name = None

    def __str__(self):
        return self.name

    def clean(self):
        if self.second_factor != SecondFactor.REQUIRED and not self.second_factor_reason.strip():
            raise ValidationError(
                {"second_factor_reason": "Dites pourquoi\u00a0: cette décision est gardée dans l’historique."}
            )

    @property
    def tz(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def full_address(self):
        return ", ".join(part for part in (self.address, f"{self.postcode} {self.city}".strip()) if part)


class Party(TrackedRoot):
    """Who may answer for an activity: a practitioner or a legal person of the structure (GDPR art. 4(7))."""

    kind = models.CharField("qualité", max_length=16, choices=PartyKind.choices)
    name = Words("nom", max_length=160)
    profession = models.CharField("profession", max_length=24, choices=Profession.choices, blank=True)
    rpps = models.CharField("numéro RPPS", max_length=15, blank=True, validators=[valid_rpps])
    arrived_on = models.DateField("arrivée le", null=True, blank=True)
    left_on = models.DateField("départ le", null=True, blank=True)

    AGGREGATE = "party"
    RESTORE_PERMISSION = "structure.edit"

    class Meta:
        verbose_name = "responsable"
        base_manager_name = None
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="party_leaves_after_arriving",
                condition=models.Q(left_on__isnull=True)
                | models.Q(arrived_on__isnull=True)
                | models.Q(left_on__gte=models.F("arrived_on")),
                violation_error_message="Le départ ne peut pas précéder l’arrivée.",
            )
        ]

    def __str__(self):
        return self.name


class Membership(TrackedRoot):
    """An account at home in a structure, with a role. It may end on a date: access ends that day."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships", verbose_name="compte")
    role = models.CharField("rôle", max_length=16, choices=Role.choices)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="responsable représenté"
    )
    ends_on = models.DateField("accès jusqu’au", null=True, blank=True)

    objects = UnscopedManager()

    AGGREGATE = "member"

    class Meta:
        verbose_name = "membre"
        base_manager_name = None
        constraints = [models.UniqueConstraint(fields=["structure", "account"], name="member_once_per_structure")]

    def __str__(self):
        return self.account.name

    def is_active_on(self, day):
        return self.ends_on is None or day < self.ends_on


class Invitation(TrackedRoot):
    """Somebody is asked to come in. The access begins when he answers with the link that he was sent."""

    email = models.EmailField("adresse électronique")
    name = Words("prénom et nom", max_length=120)
    role = models.CharField("rôle", max_length=16, choices=Role.choices)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="responsable représenté"
    )
    ends_on = models.DateField("accès jusqu’au", null=True, blank=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    state = models.CharField("état", max_length=10, choices=InvitationState.choices, default=InvitationState.SENT.value)

    AGGREGATE = "invitation"

    class Meta:
        verbose_name = "invitation"
        base_manager_name = None
        constraints = [
            models.UniqueConstraint(
                "structure",
                Lower("email"),
                condition=models.Q(state="sent"),
                name="invitation_one_at_a_time",
                violation_error_message="Une invitation attend déjà cette personne\u00a0: renvoyez-la ou retirez-la.",
            )
        ]

    def __str__(self):
        return self.name


class Delegation(TrackedRoot):
    """The controller entrusts the writing of a part of the register to the DPO, until he takes it back (GDPR art. 38.6)."""

    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+", verbose_name="délégué")
    extent = models.CharField("étendue", max_length=12, choices=Extent.choices, default=Extent.REGISTER.value)
    granted_on = models.DateField("accordée le")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    motive = Words("raison", max_length=300)
    revoked_on = models.DateField("retirée le", null=True, blank=True)

    AGGREGATE = "delegation"

    class Meta:
        verbose_name = "délégation d’écriture"
        base_manager_name = None
        ordering = ["-granted_on", "-updated_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "member"],
                condition=models.Q(revoked_on__isnull=True),
                name="delegation_one_at_a_time",
                violation_error_message="Une délégation est déjà accordée à cette personne\u00a0: retirez-la d’abord.",
            ),
            models.CheckConstraint(
                name="delegation_ends_after_starting",
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=models.F("granted_on")),
                violation_error_message="La fin vient après le début.",
            ),
        ]

    def __str__(self):
        return f"Délégation d’écriture\u00a0: {self.member}"

    def is_active_on(self, day):
        return self.revoked_on is None and (self.ends_on is None or day < self.ends_on)
