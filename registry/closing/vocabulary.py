"""Where the files go, and on what they stand."""

from cabinet_rgpd.lib.terms import Term


class Keeper(Term):
    SUCCESSOR = "successor", "Un successeur ou un associé, qui s’y engage par écrit"
    SELF = "self", "Le praticien lui-même, ou ses ayants droit sans les ouvrir"
    STRUCTURE = "structure", "La structure, qui continue"
    ARCHIVER = "archiver", "Un prestataire d’archivage (hébergeur certifié, archiveur agréé)"
    ORDER = "order", "Le conseil de l’Ordre, avec son accord"


class Support(Term):
    SOFTWARE = "software", "Logiciel"
    PAPER = "paper", "Papier"
    IMAGES = "images", "Images, clichés"
    BACKUP = "backup", "Sauvegarde"
    OTHER = "other", "Autre support"
