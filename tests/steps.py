"""The way from the set-up link to a notice on the wall, as a person walks it in a browser. Shared by the journey and by `make look`.

`seen(name)` is called on every page worth a look: the journey checks it with axe, `make look` takes its picture.
"""

import base64
import hmac
import re
import time
from dataclasses import dataclass, field

PASSWORD = "une phrase longue que personne ne devine"
ANSWERS = {
    "professions": ["gp"],
    "setting": ["group"],
    "shared_software": ["yes"],
    "patients": {"patients": "12400", "patients_period": "2025", "patients_counted_by": "Le logiciel du cabinet"},
    "staff": ["secretary"],
    "appointments": ["own_secretary", "online", "sms"],
    "billing": ["sesam_vitale", "third_party_payment"],
    "exchanges": ["secure_messaging", "national_record"],
    "images": ["lab_results"],
    "people": ["replacements"],
    "public_health": ["vaccination", "certificates"],
}


def totp_code(secret, *, later=0):
    """The code that a telephone shows now, or some periods of thirty seconds later (RFC 6238)."""
    counter = int(time.time()) // 30 + later
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def follow(locator):
    """Click, and come back once the page that answers is there: a look taken too soon is of the page that leaves."""
    with locator.page.expect_navigation():
        locator.click()


@dataclass
class Journey:
    """One person, one browser page, one installation."""

    page: object
    address: str
    seen: object
    structure: str = ""
    secret: str = ""
    kept: dict = field(default_factory=dict)

    def go(self, path):
        return self.page.goto(self.address + path)

    def section(self, label):
        follow(self.page.get_by_role("navigation", name="Sections").get_by_role("link", name=label, exact=True))

    # -- Arriving ----------------------------------------------------------------------------------------------------

    def sign_in_page(self):
        self.go("/compte/login/")
        self.seen("connexion")

    def claim(self, path):
        self.go(path)
        self.seen("premier-compte")
        self.page.get_by_label("Votre prénom et votre nom").fill("Claire Exemple")
        self.page.get_by_label("Votre adresse électronique").fill("claire@exemple.fr")
        self.page.get_by_label("Mot de passe").fill(PASSWORD)
        follow(self.page.get_by_role("button", name="Créer le compte"))

    def make_group_practice(self):
        self.seen("nouvelle-structure")
        self.page.get_by_label("Nom de la structure").fill("Cabinet des Tilleuls")
        self.page.get_by_label("Cabinet de groupe").check()
        self.page.get_by_label("Forme d’exercice").select_option("bnc")
        self.page.get_by_label("Téléphone").fill("01 00 00 00 00")
        self.page.get_by_label("Adresse", exact=True).fill("12 rue des Tilleuls")
        self.page.get_by_label("Code postal").fill("99000")
        self.page.get_by_label("Ville").fill("Villeneuve-Fictive")
        self.page.get_by_label("Votre profession").select_option("gp")
        follow(self.page.get_by_role("button", name="Continuer vers le questionnaire"))
        self.structure = re.search(r"/s/[0-9a-f-]{36}/", self.page.url)[0]

    # -- The questionnaire -----------------------------------------------------------------------------------------------

    def answer_the_questionnaire(self):
        self.seen("questionnaire")
        follow(self.page.get_by_role("link", name="Commencer"))
        for _ in range(20):
            if "proposition" in self.page.url:
                return
            key = self.page.url.rstrip("/").rpartition("/")[2]
            self._answer(key, ANSWERS.get(key, []))
            self.seen(f"question-{key}")
            here = self.page.url
            self.page.get_by_role("button", name="Continuer").click()
            self.page.wait_for_url(lambda url, here=here: url != here)  # the next question, before it is answered
        raise AssertionError(f"The questionnaire does not end: {self.page.url}")

    def _answer(self, key, answer):
        if isinstance(answer, dict):
            for name, text in answer.items():
                self.page.locator(f"[name={name}]").first.fill(text)
            return
        if not answer:
            nothing = self.page.locator("form.questions label", has_text="Rien de tout cela")
            for option in nothing.all():
                option.click()
            return
        for value in answer:
            self.page.locator(f"form.questions [name={key}][value={value}]").check()

    def accept_the_proposal(self):
        self.seen("proposition")
        follow(self.page.get_by_role("button", name="Créer mon registre").first)
        self.page.wait_for_url("**/moi/proteger/**")
        self.protect_the_account()
        self.page.wait_for_url("**/registre/**")

    def protect_the_account(self):
        """The first register exists: a second proof is asked for, and the way goes on where it stopped."""
        going = self.page.url
        self.seen("proteger-son-compte")
        follow(self.page.get_by_role("link", name="Utiliser une application"))
        self.confirm()
        self.seen("second-facteur")
        self.secret = self.page.locator("#authenticator_secret").input_value()
        self.page.get_by_label("Code").fill(totp_code(self.secret))
        follow(self.page.get_by_role("button", name="Activer"))
        self.page.get_by_text("codes de récupération").first.wait_for()
        self.seen("codes-de-secours")
        self.page.goto(going)
        self.seen("compte-protege")
        follow(self.page.get_by_role("link", name="Continuer"))

    def confirm(self):
        """Give the password again where a grave act asks for it."""
        if "reauthenticate" in self.page.url:
            self.kept.setdefault("confirmer", self.seen("confirmer-son-identite"))
            self.page.get_by_label("Mot de passe").fill(PASSWORD)
            follow(self.page.get_by_role("button", name="Confirmer"))

    # -- The register ----------------------------------------------------------------------------------------------------

    def number_of_sheets(self):
        self.section("Activités")
        self.seen("registre")
        return int(re.search(r"(\d+)\sfiches", self.page.locator("#list").inner_text())[1])

    def edit_a_sheet_with_a_reason(self, reason):
        follow(self.page.locator("#list a.name").first)
        self.seen("fiche")
        follow(self.page.get_by_role("link", name="Modifier : L’activité"))
        name = self.page.get_by_label("Nom", exact=False).first
        name.wait_for()
        self.seen("fiche-modifier")
        name.fill("Dossier des patients du cabinet")
        self.page.get_by_label("Pourquoi ce changement").fill(reason)
        follow(self.page.get_by_role("button", name="Enregistrer"))
        self.page.get_by_role("link", name="Modifier : L’activité").wait_for()
        self.page.reload()

    def meet_a_conflict(self, other_page):
        """Someone saves the same part from another window: both texts are shown, then ours is kept knowingly."""
        sheet = self.page.url
        follow(self.page.get_by_role("link", name="Modifier : L’activité"))
        self.page.get_by_label("Description").fill("Notre texte")
        other_page.goto(f"{sheet}modifier/identity/")
        other_page.get_by_label("Description").fill("Leur texte")
        follow(other_page.get_by_role("button", name="Enregistrer"))
        other_page.wait_for_url(sheet)
        follow(self.page.get_by_role("button", name="Enregistrer"))
        self.page.get_by_text("Quelqu’un a modifié cette fiche").wait_for()
        self.page.get_by_role("cell", name="Leur texte").wait_for()
        self.seen("fiche-conflit")
        follow(self.page.get_by_role("button", name="Enregistrer"))
        self.page.get_by_role("link", name="Modifier : L’activité").wait_for()

    def name_a_supplier(self):
        self.section("Prestataires")
        self.seen("prestataires")
        follow(self.page.get_by_role("link", name=re.compile("Ajouter|Nommer")).first)
        self.seen("prestataire-nouveau")
        self.page.get_by_label("Nom", exact=False).first.fill("Logiciel Horizon (fictif)")
        self.page.get_by_label("Service rendu").select_option("practice_software")
        self.page.get_by_label("hébergement", exact=False).first.select_option("yes")
        follow(self.page.get_by_role("button", name=re.compile("Enregistrer|Ajouter")).first)
        follow(self.page.get_by_role("button", name=re.compile("Le nommer sur")))
        self.page.get_by_text("est nommé sur").wait_for()
        self.seen("prestataire-nomme")

    def look_at_the_rest(self):
        """Pages on the way that the journey reads without writing."""
        for label, name in [
            ("Vue d’ensemble", "vue-d-ensemble"), ("Durées", "durees"), ("Responsables", "responsables"),
            ("Membres", "membres"), ("Coordonnées", "coordonnees"), ("Historique", "historique"),
        ]:  # fmt: skip
            self.section(label)
            self.seen(name)
        self.look_at_the_durations()
        self.go(f"{self.structure}registre/revue/")
        self.seen("revue")
        self.go(f"{self.structure}registre/nouvelle/")
        self.seen("fiche-nouvelle")
        for path, name in [
            (f"{self.structure}membres/nouveau/", "membre-nouveau"),
            (f"{self.structure}membres/connexion/", "connexion-demandee"),
            ("/moi/", "compte"),
            ("/compte/2fa/", "double-authentification"),
            ("/compte/2fa/webauthn/", "cles-d-acces"),
            ("/compte/2fa/webauthn/add/", "cle-d-acces-nouvelle"),
        ]:
            self.go(path)
            self.confirm()
            self.seen(name)
        self.go(self.structure)

    def look_at_the_durations(self):
        """The calculator with an answer, a campaign prepared, the changes of law."""
        for path, name in [
            ("durees/calcul/", "calculer"), ("durees/choix/", "choix-durees"), ("durees/campagnes/", "campagnes"),
            ("durees/changements/", "changements"),
        ]:  # fmt: skip
            self.go(f"{self.structure}{path}")
            self.seen(name)
        self.go(f"{self.structure}durees/calcul/patient_file/")
        self.page.get_by_label("La dernière intervention sur le dossier").fill("2024-09-01")
        self.page.get_by_label("La dernière prise en charge").fill("2024-03-12")
        follow(self.page.get_by_role("button", name="Calculer"))
        self.seen("duree-calculee")
        self.go(f"{self.structure}durees/campagnes/nouvelle/")
        self.seen("campagne-nouvelle")
        self.page.get_by_label("Règle de conservation").select_option(index=1)
        self.page.get_by_label("Date limite").fill("2001-12-31")
        self.page.get_by_label("Dossiers à examiner").fill("Dossiers sans passage depuis 2001.")
        self.page.get_by_label("Confiée à").fill("Le secrétariat")
        follow(self.page.get_by_role("button", name="Enregistrer"))
        self.seen("campagne")
        follow(self.page.get_by_role("link", name="Noter ce qui a été fait"))
        self.seen("campagne-compte-rendu")

    # -- The DPO, the notice -----------------------------------------------------------------------------------------------

    def decide_about_the_dpo(self):
        self.section("DPO")
        self.seen("dpo")
        self.go(f"{self.structure}dpo/decision/")
        if self.page.get_by_role("radio").count():
            self.page.get_by_role("radio").first.check()
            self.seen("dpo-decision")
            follow(self.page.get_by_role("button", name=re.compile("Enregistrer|Noter")).first)

    def publish_the_notice(self):
        self.section("Patients informés")
        self.seen("notices")
        follow(self.page.get_by_role("link", name="Patients", exact=True))
        self.seen("notice")
        follow(self.page.get_by_role("link", name="Préparer la notice"))
        self.page.get_by_label("À qui s’adresser").fill("L’accueil du cabinet")
        self.seen("notice-reglages")
        follow(self.page.get_by_role("button", name=re.compile("Enregistrer|Préparer")).first)
        follow(self.page.get_by_role("button", name="Publier la notice"))
        self.page.get_by_text("en vigueur depuis le").wait_for()
        self.seen("notice-publiee")
        return self.page.locator("a[href^='/n/']").first.get_attribute("href")
