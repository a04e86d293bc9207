"""`make mutants`: take the guards away one at a time, and see the suite notice each time (isolation.md).

Each fault is planted in a copy of the product and the relevant tests run there: they must fail. `--only WORDS` runs the
faults whose name holds these words.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STRUCTURES = "cabinet_rgpd/structures"
ROUTES, WALK, DOORS = "tests/test_routes.py", "tests/isolation", f"tests/{STRUCTURES}"
SCOPE = "tests/cabinet_rgpd/isolation"
AT_ONCE = 2


@dataclass(frozen=True)
class Fault:
    """One guard, and the text that takes it away. `tests` are the part of the suite that ought to notice."""

    name: str
    path: str
    guard: str
    instead: str
    tests: tuple


FAULTS = [
    Fault(
        "an ended access goes on", f"{STRUCTURES}/access.py",
        "if not membership.is_active_on(today):", "if False:", (f"{DOORS}/test_doors.py", ROUTES),
    ),
    Fault(
        "every role may everything", f"{STRUCTURES}/access.py",
        "lambda permission: roles.allows(membership.role, permission)", "lambda permission: True", (ROUTES,),
    ),
    Fault(
        "a practitioner writes for all", f"{STRUCTURES}/access.py",
        "(membership.party_id or NO_PARTY) if membership.role == roles.Role.PRACTITIONER else None", "None",
        (f"{DOORS}/test_doors.py", f"{WALK}/test_walk.py"),
    ),
    Fault(
        "a write that no party limits", "cabinet_rgpd/history/ledger.py",
        "if self.limited_to and not root.answers_to(self.limited_to):", "if False:",
        ("tests/cabinet_rgpd/history/test_ledger.py", WALK),
    ),
    Fault(
        "any member of any structure enters", f"{STRUCTURES}/queries.py",
        "Membership.objects.filter(account_id=account.pk, structure_id=structure_id)",
        "Membership.objects.filter(account_id=account.pk)", (f"{DOORS}/test_doors.py", ROUTES),
    ),
    Fault(
        "managers answer for every structure", "cabinet_rgpd/isolation/scope.py",
        "return super().get_queryset().filter(**{self.scope_field: structure_id})", "return super().get_queryset()",
        (f"{SCOPE}/test_scope.py", ROUTES),
    ),
    Fault(
        "a desk over every structure", "cabinet_rgpd/isolation/scope.py",
        ".filter(structure_id__in=structure_ids)", ".all()", ("tests/registry/desk/test_desk.py",),
    ),
    Fault(
        "any role has a desk", f"{STRUCTURES}/queries.py", "filter(_open_at(now), role=Role.DPO)",
        "filter(_open_at(now))", ("tests/registry/desk/test_desk.py",),
    ),
    Fault(
        "an ended access keeps its desk", f"{STRUCTURES}/queries.py", "filter(_open_at(now), role=Role.DPO)",
        "filter(role=Role.DPO)", ("tests/registry/desk/test_desk.py",),
    ),
    Fault(
        "a page of a structure widens", "cabinet_rgpd/isolation/scope.py",
        "if _current.get() is not None:\n        raise OutOfScope", "if False:\n        raise OutOfScope",
        ("tests/registry/desk/test_desk.py",),
    ),
    Fault(
        "a delegation taken back goes on", f"{STRUCTURES}/queries.py",
        "rows.filter(revoked_on__isnull=True) if row.is_active_on(today)", "rows",
        ("tests/registry/opinions/test_delegation.py",),
    ),
    Fault(
        "out of scope is everything", "cabinet_rgpd/isolation/scope.py",
        "return self._queryset_class(self.model, query=RefusingQuery(self.model), using=self._db)",
        "return super().get_queryset()", (f"{SCOPE}/test_scope.py",),
    ),
    Fault(
        "the versions of every structure", "cabinet_rgpd/history/tracked.py",
        "return super().get_queryset().filter(structure_id=_current.get())", "return super().get_queryset()",
        (f"{SCOPE}/test_scope.py",),
    ),
    Fault(
        "the history of a neighbour's record", "cabinet_rgpd/timeline/queries.py",
        "filter(pk=object_id, structure_id=structure_in_scope())", "filter(pk=object_id)", (ROUTES, WALK),
    ),
    Fault(
        "a neighbour's choice in a form", "cabinet_rgpd/history/forms.py",
        "field.queryset = field.queryset.model.objects.all()",
        "field.queryset = field.queryset.model._base_manager.all()", (f"{DOORS}/test_pages.py", WALK),
    ),
    Fault(
        "a write that points next door", "cabinet_rgpd/history/ledger.py",
        "filter(pk=target, structure_id=row.structure_id).exists()", "filter(pk=target).exists()",
        (f"{DOORS}/test_operations.py", WALK),
    ),
    Fault(
        "a record taken from next door", "cabinet_rgpd/history/ledger.py",
        "fresh = type(root)._base_manager.get(pk=root.pk, structure_id=self.structure_id)",
        "fresh = type(root)._base_manager.get(pk=root.pk)", ("tests/cabinet_rgpd/history/test_ledger.py",),
    ),
    Fault(
        "a write outside its structure", "cabinet_rgpd/history/tracked.py",
        "if write is None or write.structure_id != self.structure_id:", "if write is None:",
        ("tests/cabinet_rgpd/history/test_ledger.py",),
    ),
    Fault(
        "the database looks away",
        "cabinet_rgpd/isolation/foreign_keys.py",
        'return " OR ".join(leads_away.format(',
        'return " OR ".join("0 = 1" or leads_away.format(',
        (f"{SCOPE}/test_foreign_keys.py",),
    ),
    Fault(
        "a row changes structure", "cabinet_rgpd/isolation/foreign_keys.py",
        """['NEW."structure_id" IS NOT OLD."structure_id"'] if event == "UPDATE" else []""", "[]",
        (f"{SCOPE}/test_foreign_keys.py",),
    ),
    Fault(
        "the members of every structure", f"{STRUCTURES}/queries.py",
        "Membership.objects.filter(structure_id=structure_id)", "Membership.objects.all()", (ROUTES, WALK),
    ),
    Fault(
        "the invitations of every structure", f"{STRUCTURES}/queries.py",
        "Invitation._base_manager.filter(structure_id=structure_id, state=InvitationState.SENT)",
        "Invitation._base_manager.filter(state=InvitationState.SENT)", (ROUTES, WALK),
    ),
    Fault(
        "the parties of every structure", f"{STRUCTURES}/queries.py",
        "Party._base_manager.filter(structure_id=structure_id)", "Party._base_manager.all()", (ROUTES, WALK),
    ),
    Fault(
        "an invitation for anybody", f"{STRUCTURES}/operations.py",
        "if account.email.lower() != invitation.email.lower():", "if False:", (f"{DOORS}/test_operations.py",),
    ),
    Fault(
        "a link that serves twice", f"{STRUCTURES}/operations.py",
        "filter(pk=link.pk, used_at__isnull=True, expires_at__gt=at)", "filter(pk=link.pk)",
        (f"{DOORS}/test_operations.py",),
    ),
    Fault(
        "somebody else's session", f"{STRUCTURES}/sessions.py",
        "OpenSession.objects.filter(account_id=account.pk, pk=place_id)", "OpenSession.objects.filter(pk=place_id)",
        (f"{DOORS}/test_sessions.py",),
    ),
    Fault(
        "a grave act without a question", f"{STRUCTURES}/protection.py",
        "        raise ReauthenticationRequired", "        return", (f"{DOORS}/test_protection.py",),
    ),
    Fault(
        "no second proof", f"{STRUCTURES}/protection.py",
        "and not membership.has_second_factor", "and False", (f"{DOORS}/test_protection.py",),
    ),
    Fault(
        "pages open to all", f"{STRUCTURES}/middleware.py",
        'if getattr(view_func, "login_required", True):', "if False:", (ROUTES,),
    ),
    Fault(
        "any sheet may be matched with a proposal", "registry/proposals/operations.py",
        "if sheet_id not in {each.id for each in queries.matchable(follower)}:", "if False:",
        ("tests/registry/proposals/test_sharing.py",),
    ),
    Fault(
        "a refusal matches the sheet", "registry/proposals/operations.py",
        "if state != ProposalState.REFUSED:", "if True:", ("tests/registry/proposals/test_sharing.py",),
    ),
    Fault(
        "a text is sent where one is not at home", "registry/proposals/sharing_views.py",
        "at_home = list(_at_home(request, now))\n    if source_id not in {each.structure_id for each in at_home}:",
        "at_home = list(_at_home(request, now))\n    if False:", ("tests/registry/proposals/test_sharing.py",),
    ),
    Fault(
        "anybody validates what a delegate wrote", "registry/opinions/views.py",
        '@structure_view("decisions.edit")\ndef validate', '@structure_view("history.read")\ndef validate',
        ("tests/registry/opinions/test_delegation.py", ROUTES),
    ),
    Fault(
        "one validates what one wrote", "registry/opinions/operations.py",
        "            if queries.author_of(root) == str(by.actor.pk):", "            if False:",
        ("tests/registry/opinions/test_delegation.py",),
    ),
    Fault(
        "what changed since it was read is validated", "registry/opinions/views.py",
        "if each.key in shown]", "if each.row.obj in {key.rpartition(':')[0] for key in shown}]",
        ("tests/registry/opinions/test_delegation.py",),
    ),
]  # fmt: skip


def copied():
    """The product as git knows it, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="cabinet-rgpd-mutant-"))
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in listed.stdout.splitlines():
        if (source := ROOT / name).is_file():
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return folder


def run(folder, tests, *options):
    """`(exit status, last line, seconds)` of the tests in a copy; the status is 0 when all pass, 1 when one fails."""
    began = time.monotonic()
    environment = {**os.environ, "VAR_DIR": str(folder / "var")}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", *options, *tests]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    said = failed[0].removeprefix("FAILED ").partition(" - ")[0] if failed else done.stdout.strip().splitlines()[-1]
    return done.returncode, said, time.monotonic() - began


def planted(fault):
    """`(fault, noticed, by which test, seconds)`."""
    folder = copied()
    try:
        path = folder / fault.path
        text = path.read_text(encoding="utf-8")
        if fault.guard not in text:
            return fault, False, "the guard is not where this list says: renew it", 0.0
        path.write_text(text.replace(fault.guard, fault.instead), encoding="utf-8")
        status, said, seconds = run(folder, fault.tests)
        return fault, status == 1, said, seconds
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def walked():
    """The walk without any fault: how many requests, in how long."""
    folder = copied()
    try:
        status, said, seconds = run(folder, [ROUTES, WALK])
        tally = json.loads((folder / "var" / "walk.json").read_text(encoding="ascii"))
        return status == 0, said, tally["requests"], seconds
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments):
    """Print the table; 1 when a fault went unnoticed, or when the suite fails without any."""
    words = arguments[arguments.index("--only") + 1] if "--only" in arguments else ""
    faults = [fault for fault in FAULTS if words in fault.name]
    sound = True
    if not words:
        sound, said, requests, seconds = walked()
        print(f"The walk without a fault: {said}; {requests} requests in tests/isolation, {seconds:.0f} s in all.\n")
    print(f"{'fault':<38} {'noticed':<8} {'s':>4}  by")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = []
        for fault, noticed, said, seconds in pool.map(planted, faults):
            results.append(noticed)
            print(f"{fault.name:<38} {'yes' if noticed else 'NO':<8} {seconds:>4.0f}  {said}", flush=True)
    print(f"\n{sum(results)} of {len(results)} faults noticed.")
    return 0 if sound and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
