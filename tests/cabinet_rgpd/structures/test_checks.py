"""A route that does not say who may enter stops the start-up."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpResponse
from django.urls import path

from cabinet_rgpd.structures import checks
from cabinet_rgpd.structures.access import account_view, public_view, structure_view


def open_by_mistake(request):
    return HttpResponse()


@pytest.fixture
def one_forgotten_route(settings):
    settings.ROOT_URLCONF = (
        path("oublie/", open_by_mistake, name="forgotten"),
        path("public/", public_view(lambda request: HttpResponse()), name="public"),
        path("compte/", account_view(lambda request: HttpResponse()), name="mine"),
        path("s/<uuid:structure_id>/", structure_view("register.read")(lambda request: HttpResponse()), name="read"),
    )


def test_a_route_without_declaration_is_found(one_forgotten_route):
    [error] = checks.every_route_declares_its_access(None)
    assert error.id == "structures.E001" and "forgotten" in error.msg


def test_the_name_of_a_library_s_route_does_not_open_a_route_of_ours(settings):
    settings.ROOT_URLCONF = (path("oublie/", open_by_mistake, name="account_forgotten"),)
    assert len(checks.every_route_declares_its_access(None)) == 1


def test_the_start_is_refused(one_forgotten_route):
    with pytest.raises(SystemCheckError):
        call_command("check", fail_level="ERROR")


def test_each_door_leaves_its_name(one_forgotten_route):
    assert [access for _, _, access in checks.routes()] == [None, "public", "account", "structure:register.read"]


def test_every_route_of_the_product_says_who_may_enter():
    assert checks.every_route_declares_its_access(None) == []
