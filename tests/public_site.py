"""An installation where every audience reads its notice in every language: what axe, the HTML checker and Lighthouse see.

`python -m tests.public_site` fills the empty installation of VAR_DIR and prints `[{audience, slug, languages}]`. The
structure is the last of the demonstration, with a shorter register, cameras and tools of artificial intelligence. Its
PDFs are not laid out here: they have tests of their own.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass

import django

from tests.server import ROOT, Server, running

SLUG = "vallon"
#: Every audience has something to read, every subject that a notice speaks of is there, and pages stay quick to check.
ANSWERS = {
    "professions": ["gp"], "staff": ["secretary"], "appointments": ["own_secretary", "online"],
    "billing": ["sesam_vitale"], "exchanges": ["national_record"], "remote_care": [], "images": [],
    "premises": ["cctv"], "people": ["students"], "coordination": ["shared_record", "team_meetings", "sisa"],
    "ai": ["scribe", "decision_support"], "public_health": [],
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """`pages`: `{name: path}` of every public page, the French ones first for each audience."""

    server: Server
    pages: dict[str, str]

    def address(self, name):
        return self.server.address + self.pages[name]


@contextmanager
def published():
    """A running installation with all its notices in force, as a Site."""
    with tempfile.TemporaryDirectory(prefix="cabinet-rgpd-public-") as folder:
        settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        settings |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "cabinet_rgpd.settings"}
        command = [sys.executable, "-m", "tests.public_site"]
        done = subprocess.run(command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True, check=True)
        with running(folder=folder) as server:
            yield Site(server, _pages(json.loads(done.stdout.splitlines()[-1])))


def _pages(notices):
    found = {}
    for each in notices:
        start = f"/n/{each['slug']}/"
        found[each["audience"]] = start
        found |= {f"{each['audience']} {code}": f"{start}{code}/" for code in each["languages"]}
    return found | {"editions": f"/n/{SLUG}/editions/", "edition": f"/n/{SLUG}/editions/1/", "unknown": "/n/inconnue/"}


def main():
    django.setup()
    from django.utils import timezone

    from cabinet_rgpd.jobs.preparation import prepare
    from patients_info import translation
    from patients_info.audiences import AUDIENCES
    from registry.demo import making

    prepare()
    story = making.stories()[-1]
    story["answers"] |= ANSWERS
    story = {name: told for name, told in story.items() if name not in ("assessments", "closing", "breaches")}
    story["notices"] = [
        {
            "audience": code,
            "slug": f"{SLUG}-{each.suffix}" if each.suffix else SLUG,
            "languages": [language.code for language in translation.offered(code)],
            "introduction": "Bienvenue dans notre maison de santé.",
        }
        for code, each in AUDIENCES.items()
    ]
    making.answers.rendered = lambda html: b""
    making.make(at=timezone.now(), on=timezone.localdate(), told=[story])
    print(json.dumps(story["notices"]))


if __name__ == "__main__":
    main()
