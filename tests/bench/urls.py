"""The product's routes, and the baseline: as many bytes as asked for, to a signed-in account or to anyone."""

from functools import cache

from django.http import HttpResponse
from django.urls import path

from cabinet_rgpd import urls as product
from cabinet_rgpd.structures.access import account_view, public_view


@cache
def _body(size):
    return b"x" * size


@account_view
def signed_in(request, size):
    return HttpResponse(_body(size))


@public_view
def public(request, size):
    return HttpResponse(_body(size))


urlpatterns = [
    path("mesure/<int:size>/", signed_in),
    path("mesure/publique/<int:size>/", public),
    *product.urlpatterns,
]
handler400, handler403 = product.handler400, product.handler403
handler404, handler500 = product.handler404, product.handler500
