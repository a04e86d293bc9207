"""Models and proposals."""

from registry.proposals import operations, queries
from tests import cast
from tests.operations.registry_of_cases import case
from tests.registry.proposals.making import changed, given, proposed, received, shared, waiting


@case("registry.proposals.operations.give")
def _(clinic):
    model = cast.activity(clinic)
    return lambda: operations.give(
        model=model, parties=[clinic.denis_party], in_force=True, by=clinic.sign(), on=cast.TODAY
    )


@case("registry.proposals.operations.propose")
def _(clinic):
    model = cast.activity(clinic)
    given(clinic, model, clinic.denis_party)
    changed(clinic, model, software="Logiciel Nouveau")
    proposed(clinic, model)
    changed(clinic, model, software="Logiciel Plus Nouveau")
    return lambda: operations.propose(
        model=model, note="Lisez.", member=clinic.members["alice"], by=clinic.sign(), on=cast.TODAY
    )


@case("registry.proposals.operations.answer")
def _(clinic):
    model = cast.activity(clinic)
    given(clinic, model, clinic.denis_party)
    changed(clinic, model, software="Logiciel Nouveau", purposes=[{"name": "Soigner", "legal_basis": "6.1.c"}])
    proposed(clinic, model)
    proposal = queries.row(waiting(clinic)[0].pk)
    return lambda: operations.answer(
        proposal=proposal, lock=queries.target(proposal.follower).lock_token, taken={"software"}, reason="",
        member=clinic.members["denis"], by=clinic.sign(actor=clinic.denis), on=cast.TODAY,
    )  # fmt: skip


@case("registry.proposals.operations.share")
def _(clinic):
    row = cast.activity(clinic)
    return lambda: operations.share(
        root=row, lock="1", taken={"name", "description"}, note="", member=clinic.members["camille"],
        by=clinic.sign(actor=clinic.camille), on=cast.TODAY,
    )  # fmt: skip


@case("registry.proposals.operations.receive")
def _(clinic):
    third = cast.other_client_of(clinic.camille)
    measure = cast.measure(third)
    received(clinic, shared(third, measure))
    with_more = shared(cast_changed(third, measure), measure)
    return lambda: operations.receive(
        shared=with_more, member=clinic.members["camille"], by=clinic.sign(actor=clinic.camille), on=cast.TODAY
    )


@cast.apart
def cast_changed(practice, measure):
    from registry.security import operations as security

    with practice.scope():
        content = {"site": "", "state": "in_place", "note": "Deux fois par jour", "answered_on": cast.TODAY}
        security.answer(key=measure.key, row=measure, lock="1", content=content, on=cast.TODAY, by=practice.sign())
    return practice
