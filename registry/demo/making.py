"""Three fictional structures, made through the same operations as people use."""

import datetime as dt
import secrets
from dataclasses import replace
from pathlib import Path

import yaml

from cabinet_rgpd.documents import answers
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.history.ledger import Signature
from cabinet_rgpd.isolation.scope import structure_scope
from cabinet_rgpd.lib.calendar import add_years
from cabinet_rgpd.structures import operations as structures
from cabinet_rgpd.structures import queries as people
from cabinet_rgpd.structures.roles import Role
from cabinet_rgpd.structures.vocabulary import PartyKind
from patients_info import documents
from patients_info import operations as notices
from patients_info import queries as notice_queries
from registry.activities import operations as register
from registry.activities import queries as activities
from registry.demo import cases, sharing
from registry.desk import operations as desk
from registry.dpo import decisions, rules
from registry.dpo import operations as dpo
from registry.dpo import queries as dpo_queries
from registry.dpo.interests import SOUND
from registry.incidents import operations as incidents
from registry.journal import operations as journal
from registry.law import typical
from registry.people import operations as team
from registry.proposals import operations as models
from registry.questionnaire import operations as questionnaire
from registry.questionnaire import queries as proposals
from registry.requests import operations as requests
from registry.responsibilities import operations as answering
from registry.retention import campaign_operations as purges
from registry.retention import campaigns
from registry.retention import queries as retention
from registry.retention.campaigns import CampaignKind
from registry.security import operations as security
from registry.suppliers import operations as suppliers

STRUCTURES = Path(__file__).with_name("structures.yaml")
PASSWORD_BYTES = 15
#: Nobody need take out a telephone to look at the demonstration.
SIGN_IN = {"second_factor": "left_to_each", "second_factor_reason": "Structure fictive, pour la démonstration"}


def stories():
    """The three structures as the file tells them."""
    return yaml.safe_load(STRUCTURES.read_text(encoding="utf-8"))


def make(*, at, on, told=None):
    """Make the three structures, or those `told`; return `[(structure name, person, e-mail, password)]`.

    The passwords are drawn at random.
    """
    printed, made = [], []
    for story in told or stories():
        practice = _Practice(story, at, on)
        printed += practice.make()
        if made and "shared" in story:
            sharing.share(practice.structure, made, story["shared"], at=at, on=on)
        made.append(practice.structure)
    return printed


class _Practice:
    """One structure of the file, from its first account to its published notice."""

    def __init__(self, story, at, on):
        self.story, self.at, self.on = story, at, on
        self.printed = []

    def make(self):
        self.manager = self._account(self.story["manager"])
        self.structure = structures.create_structure(
            account=self.manager, content={**SIGN_IN, **self.story["structure"]}, at=self.at,
            profession=self.story["profession"],
        )  # fmt: skip
        self._parties()
        self._members()
        with structure_scope(self.structure.pk):
            self._register()
            self._campaigns()
            self._suppliers()
            self._models()
            self._security()
            self._journal()
            self._dpo()
            cases.assess(self.structure, self.story.get("assessments", {}), by=self.by, on=self.on)
            self._responsibilities()
            self._notices()
            cases.display(self.structure, self.story.get("displays", []), by=self.by, on=self.on)
            self._breaches()
            self._requests()
            self._team()
            self._report()
            if "closing" in self.story:
                cases.close(self.story["closing"], by=self.by, on=self.on)
        return self.printed

    def by(self, reason=""):
        return Signature(structure_id=self.structure.pk, actor=self.manager, at=self.at, reason=reason)

    def _account(self, person):
        """The account of a person, opened once: the DPO follows all three structures."""
        if known := people.account_at(person["email"]):
            return known
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        self.printed.append((self.story["structure"]["name"], person["name"], person["email"], password))
        return structures.open_account(email=person["email"], name=person["name"], password=password)

    def _parties(self):
        known = {party.name for party in people.parties(self.structure.pk)}
        for party in self.story["parties"]:
            if party["name"] not in known:
                structures.add_party(content={"kind": "practitioner", **party}, by=self.by())

    def _members(self):
        parties = {party.name: party for party in people.parties(self.structure.pk)}
        for person in self.story["members"]:
            structures.add_member(
                account=self._account(person), role=person["role"], party=parties.get(person.get("party")),
                ends_on=None, by=self.by(),
            )  # fmt: skip

    def _register(self):
        told = self.story["answers"]
        for question in typical.questions():
            keys = [question.key, *(each.key for each in question.extra)]
            given = {key: told[key] for key in keys if key in told}
            if given:
                questionnaire.answer(structure_id=self.structure.pk, key=question.key, values=given)
        proposed = {sheet.key for sheet in proposals.proposal(self.structure)}
        questionnaire.accept(structure=self.structure, accepted=proposed, declined=set(), by=self.by(), on=self.on)

    def _campaigns(self):
        """Appointments purged this month, and the patients' files to examine in January."""
        followed = {rule.parameter: rule.id for rule in retention.rules()}
        january = add_years(self.on, 1).replace(month=1, day=1)
        for key, planned_on in (("retention.appointments", self.on), ("retention.patient_file", january)):
            if key not in followed:
                continue
            rule = retention.rule(followed[key])
            cut_off, criteria, aside = campaigns.suggested(
                retention.record_of(rule), planned_on, kind=CampaignKind.FINAL, on=self.on, never_shorten=True
            )
            content = {
                "rule": rule, "kind": CampaignKind.FINAL.value, "cut_off": cut_off, "criteria": criteria,
                "leave_aside": aside, "planned_on": planned_on, "assigned_to": "Le secrétariat",
            }  # fmt: skip
            campaign = purges.prepare(content=content, on=self.on, by=self.by("Campagne annuelle"))
            if planned_on == self.on:
                purges.carry_out(
                    campaign=campaign, lock=campaign.lock_token, next_on=add_years(self.on, 1), on=self.on,
                    content={
                        "done_on": self.on, "files": 1840, "method": "software", "method_note": "",
                        "operator": "Le secrétariat", "backups": "Effacés à la prochaine rotation.",
                        "proof_note": "Relevé du logiciel d’agenda",
                    },
                    by=self.by("Compte rendu"),
                )  # fmt: skip

    def _suppliers(self):
        named = {each["kind"]: suppliers.add_supplier(content=each, by=self.by()) for each in self.story["suppliers"]}
        for sheet in activities.register():
            row = activities.row(sheet.id)
            lines = [
                {"id": line.pk, "kind": line.kind, "supplier": named.get(line.kind, line.supplier_id)}
                for line in activities.children(row, "processors")
            ]
            if any(line["kind"] in named for line in lines):
                register.update_activity(
                    activity=row, lock=row.lock_token, content={"processors": lines}, by=self.by("Prestataire nommé")
                )

    def _models(self):
        """A sheet given as a model, then changed: the change waits for each one's answer."""
        told = self.story.get("model")
        sheet = next((each for each in activities.register() if told and told["origin"] in each.origins), None)
        if sheet is None:
            return
        model = activities.row(sheet.id)
        parties = [each for each in people.parties(self.structure.pk) if each.name in told["given_to"]]
        models.give(model=model, parties=parties, in_force=True, by=self.by("Modèle de la maison"), on=self.on)
        model = activities.row(sheet.id)
        register.update_activity(
            activity=model, lock=model.lock_token, content=told["change"], by=self.by(told["note"])
        )
        [member] = [each for each in people.members(self.structure.pk) if each.account_id == self.manager.pk]
        models.propose(model=model, note=told["note"], member=member, by=self.by(), on=self.on)

    def _team(self):
        """Who signed and who was trained, somebody who leaves and somebody who arrived, the accesses reviewed."""
        told = self.story.get("team")
        if told is None:
            return
        parties = {party.name: party for party in people.parties(self.structure.pk)}
        for each in told["signed"]:
            content = {
                "kind": each["kind"], "title": each["title"], "happened_on": self.on - dt.timedelta(days=each["days_ago"]),
                "attendees": [{"party": parties[name]} for name in each["who"]],
            }  # fmt: skip
            journal.note(row=None, lock="", content=content, on=self.on, by=self.by())
        for each in told["movements"]:
            content = {name: each[name] for name in ("kind", "whom", "person", "function")}
            content |= {"on": self.on + dt.timedelta(days=each["in_days"]), "party": parties.get(each["person"])}
            row = team.open_passage(content=content, by=self.by())
            for key, note in each["steps"].items():
                done = {"done_on": self.on, "by": self.manager.name, "aside": False, "note": note}
                row = team.note_step(passage=row, lock=row.lock_token, key=key, content=done, on=self.on, by=self.by())
        accesses = [(each, False, each.role, "") for each in people.members(self.structure.pk)]
        team.review_accesses(
            decisions=accesses, reviewer=self.manager.name, note=told["review"], next_on=add_years(self.on, 1), on=self.on,
            by=self.by(),
        )  # fmt: skip

    def _requests(self):
        for story in self.story.get("requests", []):
            received_at = self.at - dt.timedelta(days=story["received_days_ago"])
            asked = requests.receive(
                content={**story["content"], "received_at": received_at}, by=self.by(), now=self.at, on=self.on
            )
            if "answer" in story:
                requests.answer(request=asked, lock=asked.lock_token, content=story["answer"], by=self.by(), on=self.on)

    def _breaches(self):
        for story in self.story.get("breaches", []):
            known_at = self.at - dt.timedelta(hours=story["known_hours_ago"])
            breach = incidents.start(
                content={**story["content"], "known_at": known_at, "happened_from": known_at - dt.timedelta(hours=3)},
                by=self.by(), on=self.on,
            )  # fmt: skip
            breach = incidents.enter(incident=breach, lock=breach.lock_token, by=self.by())
            breach = incidents.decide(
                incident=breach, lock=breach.lock_token, content=story["decision"], by=self.by(), on=self.on
            )
            for step in story["steps"]:
                done_at = known_at + dt.timedelta(hours=step["hours_later"])
                content = {name: value for name, value in step.items() if name != "hours_later"}
                breach = incidents.note_step(
                    incident=breach, lock=breach.lock_token, content={**content, "done_at": done_at}, by=self.by(),
                    now=self.at,
                )  # fmt: skip

    def _security(self):
        for each in self.story["measures"]:
            told = {"note": "", "next_check_on": None, "planned_on": None, "responsible": "", **each}
            told["answered_on"] = self.on - dt.timedelta(days=told.pop("days_ago", 0))
            if "planned_in_days" in told:
                told["planned_on"] = self.on + dt.timedelta(days=told.pop("planned_in_days"))
            security.answer(key=told.pop("key"), row=None, lock="", content=told, on=self.on, by=self.by())
        for each in self.story.get("restore_tests", []):
            done_on = self.on - dt.timedelta(days=each["days_ago"])
            content = {"note": "", "minutes": None, **each, "done_on": done_on}
            del content["days_ago"]
            security.note_restore_test(content=content, on=self.on, by=self.by())

    def _journal(self):
        for each in self.story["journal"]:
            told = {name: value for name, value in each.items() if name not in ("days_ago", "again_in_days")}
            told["happened_on"] = self.on - dt.timedelta(days=each["days_ago"])
            if "again_in_days" in each:
                told["next_on"] = self.on + dt.timedelta(days=each["again_in_days"])
            journal.note(row=None, lock="", content=told, on=self.on, by=self.by())
        if "insurance" in self.story:
            told = {"starts_on": self.on - dt.timedelta(days=250), "renews_on": self.on + dt.timedelta(days=115)}
            journal.keep_insurance(lock="", content={**told, **self.story["insurance"]}, by=self.by())

    def _dpo(self):
        situation = dpo_queries.situation(self.structure, on=self.on)
        code = rules.decide(situation.facts, on=self.on).code
        dpo.decide(
            structure=self.structure, lock="", rests_on=decisions.fingerprint(decisions.figures(situation), code),
            content={**self.story["decision"], "review_on": add_years(self.on, 1)}, by=self.by(), on=self.on,
        )  # fmt: skip
        if "contact" in self.story:
            row = dpo.set_contact(content={**self.story["contact"], "since": self.on}, lock="", by=self.by())
            row = dpo.check_interests(
                designation=row, answers={str(each): answer for each, answer in SOUND.items()}, note="",
                lock=row.lock_token, by=self.by(), on=self.on,
            )  # fmt: skip
            dpo.set_mission(
                designation=row, lock=row.lock_token, by=self.by(),
                content={**self.story["mission"], "declared_on": self.on, "next_report_on": add_years(self.on, 1)},
            )  # fmt: skip

    def _report(self):
        """The words of the DPO about the year, what the controller entrusts to him, and a text of his that waits."""
        told = self.story.get("report")
        if told is None:
            return
        [member] = [each for each in people.members(self.structure.pk) if each.role == Role.DPO]
        structures.grant_delegation(
            member=member, extent="register", ends_on=None, motive=told["delegation"], by=self.by(told["delegation"])
        )
        words = {name: told[name] for name in ("summary", "recommendations")}
        by = Signature(structure_id=self.structure.pk, actor=member.account, at=self.at)
        desk.write_report(year=self.on.year, report=None, lock="", content=words, by=by)
        sheet = next(each for each in activities.register() if told["rewritten"]["origin"] in each.origins)
        row = activities.row(sheet.id)
        register.update_activity(
            activity=row, lock=row.lock_token, content={"description": told["rewritten"]["description"]},
            by=replace(by, reason=told["rewritten"]["reason"]),
        )  # fmt: skip

    def _responsibilities(self):
        told = self.story.get("responsibilities")
        if told is None:
            return
        everyone = people.parties(self.structure.pk)
        first, others = _legal_person_first(everyone)
        sheets = {origin: sheet for sheet in activities.register() for origin in sheet.origins}
        covered = [sheets[key] for key in told["decided"] if key in sheets]
        for key, facts in told["decided"].items():
            if key in sheets:
                answering.decide(activity=sheets[key], content=facts, lock="", by=self.by(), on=self.on)
        parties = [{"party": each.pk} for each in everyone]
        content = {
            **told["agreement"], "informs": first, "answers": first, "notifies": first, "signed_on": self.on,
            "parties": parties, "activities": [{"activity": each.id} for each in covered],
        }  # fmt: skip
        answering.save_agreement(agreement=None, lock="", content=content, by=self.by())
        content = {**told["service"], "processor": first, "controllers": [{"party": each.pk} for each in others]}
        answering.save_service(service=None, lock="", content=content, by=self.by())

    def _notices(self):
        for told in self.story["notices"]:
            self._notice(told["audience"], {name: told[name] for name in told if name != "audience"})

    def _notice(self, audience, settings):
        notice = notices.prepare_notice(audience=audience, content=settings, by=self.by())
        content = notice_queries.content_today(self.structure, notice, self.on)
        edition = documents.Edition(
            content=content.as_data(), number=1, effective_on=self.on, receipt=history.receipt()
        )
        notices.publish_notice(
            notice=notice, lock=notice.lock_token, pages=notices.rendered(edition, pdf=answers.rendered),
            content=edition.content, receipt=edition.receipt, by=self.by(), on=self.on,
        )  # fmt: skip


def _legal_person_first(parties):
    """The company of the structure, then the others."""
    ordered = sorted(parties, key=lambda party: party.kind == PartyKind.PRACTITIONER)
    return ordered[0], ordered[1:]
