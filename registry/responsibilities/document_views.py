"""The papers of who answers for what, as PDFs: copies, remembered by their content, which may be handed over (POST)."""

from django.http import Http404
from django.template.loader import render_to_string

from cabinet_rgpd.documents import answers
from cabinet_rgpd.documents.issuing import issuable
from cabinet_rgpd.history import queries as history
from cabinet_rgpd.structures.access import structure_view
from registry.dpo import queries as dpo
from registry.responsibilities import access, queries, rules
from registry.responsibilities.documents import AgreementPaper, ContractPaper, MatrixPaper, ProcessorRegister


@structure_view("register.read")
@issuable("agreement")
def agreement_pdf(request, agreement_id):
    frame = _frame(request, "joint", "joint_rights")
    paper = AgreementPaper(**frame, agreement=_known(queries.agreement(agreement_id)))
    return _answer(request, "agreement", paper, "accord", paper.agreement.name)


@structure_view("register.read")
@issuable("contract")
def contract_pdf(request, service_id):
    frame = _frame(request, "processor", "hosting")
    paper = ContractPaper(**frame, service=_known(queries.service(service_id)))
    return _answer(request, "contract", paper, "contrat", paper.service.name)


@structure_view("register.read")
@issuable("processor_register")
def processor_register_pdf(request, party_id):
    """404 for a party that renders no service to others."""
    frame = _frame(request, "processor_register", "hosting")
    services = queries.services(processor_id=party_id)
    if not services:
        raise Http404
    paper = ProcessorRegister(
        **frame, processor=services[0].processor, services=services, dpo=dpo.contact(request.today)
    )
    return _answer(request, "processor_register", paper, "registre-sous-traitant", paper.processor)


@structure_view("register.read")
@issuable("access_matrix")
def access_matrix_pdf(request):
    frame = _frame(request, "care_team", "need_to_know")
    paper = MatrixPaper(**frame, matrix=queries.matrix(), levels=access.proposed().levels)
    return _answer(request, "matrix", paper, "acces", paper.owner)


def _frame(request, *texts):
    # The receipt first: a change made meanwhile makes it older, which stays true, never younger.
    return {
        "receipt": history.receipt(),
        "structure": request.structure,
        "on": request.today,
        "reasons": tuple(rules.reason(name, on=request.today) for name in texts),
    }


def _known(record):
    if record is None:
        raise Http404
    return record


def _answer(request, template, paper, kind, name):
    html = render_to_string(f"registry/responsibilities/documents/{template}.html", {"document": paper})
    return answers.document(request, html, answers.file_name(kind, name, paper.on), receipt=paper.receipt)
