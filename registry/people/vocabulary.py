"""What an access review decides of an access."""

from cabinet_rgpd.lib.terms import Term


class Kept(Term):
    KEPT = "kept", "Maintenu"
    CHANGED = "changed", "Rôle changé"
    ENDED = "ended", "Terminé"
