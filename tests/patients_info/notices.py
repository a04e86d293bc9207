"""Preparing and publishing a notice as the views do, without the layout of a PDF."""

from cabinet_rgpd.history.queries import receipt
from patients_info import operations, queries
from patients_info.audiences import AUDIENCES
from tests import cast

#: Stands for the rendered document where its layout is not what is tested.
PDF = b"%PDF-1.7 une notice"


def prepare(practice, audience="patients", **content):
    with practice.scope():
        content = {"slug": queries.free_slug(practice.structure, AUDIENCES[audience]), **content}
        return operations.prepare_notice(audience=audience, content=content, by=practice.sign())


def publish(practice, notice, *, on=cast.TODAY, key=None, html="<h1>Vos données</h1>", pdf=PDF):
    """What the view does, without the layout of a PDF."""
    with practice.scope():
        content = queries.content_now(practice.structure.pk, notice, on).as_data()
        codes = ["fr", *(each["code"] for each in content["languages"])]
        pages = [operations.Page(code, "Vos données", html, pdf) for code in codes]
        return operations.publish_notice(
            notice=notice, lock=notice.lock_token, pages=pages, content=content, receipt=receipt(),
            by=practice.sign(key=key), on=on,
        )  # fmt: skip
