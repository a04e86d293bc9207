"""The product's settings with two routes more: a fixed body behind the same middleware."""

from cabinet_rgpd import settings as product

globals().update({name: getattr(product, name) for name in dir(product) if name.isupper()})

ROOT_URLCONF = "tests.bench.urls"
