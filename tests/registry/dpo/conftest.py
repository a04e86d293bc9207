import datetime as dt

import pytest

from cabinet_rgpd.history import ledger
from registry.questionnaire.models import Questionnaire

ON = dt.date(2026, 11, 23)


@pytest.fixture
def answer():
    """`answer(practice, patients=…)` accepts answers to the questionnaire, or changes them."""

    def accept(practice, **answers):
        with practice.scope(), ledger.write(practice.sign("questionnaire")) as write:
            row = Questionnaire.objects.first()
            if row is None:
                return write.create(Questionnaire, answers=answers, answered_on=ON)
            row = write.take(row)
            write.apply(row, {"answers": answers, "answered_on": ON})
            return row

    return accept
