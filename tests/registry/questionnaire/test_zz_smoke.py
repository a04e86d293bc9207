import time
import pytest, yaml
from pathlib import Path
from registry.questionnaire import operations, queries
from registry.law import typical
from registry.activities import queries as activities
from tests import cast
@pytest.mark.parametrize("name",["msp_with_sisa","gp_alone_no_staff"])
def test_x(clinic, name, django_assert_max_num_queries):
    answers = yaml.safe_load(Path(f"/work/main/tests/registry/questionnaire/profiles/{name}.yaml").read_text())["answers"]
    with clinic.scope():
        for q in typical.questions():
            v={f.key: answers.get(f.key) for f in (q,*q.extra) if f.key in answers}
            if v: operations.answer(structure_id=clinic.structure.pk, key=q.key, values=v)
        keys={s.key for s in queries.proposal(clinic.structure)}
        t=time.time()
        from django.db import connection
        from django.test.utils import CaptureQueriesContext
        with CaptureQueriesContext(connection) as c:
            r=operations.accept(structure=clinic.structure, accepted=keys, declined=set(), by=clinic.sign(), on=cast.TODAY)
        print(name, len(r.created), time.time()-t, len(c))
        for s in activities.register(): print(s.reference, s.name, s.version, [p.name for p in s.responsibles], len(s.data_categories))
        print(queries.proposal(clinic.structure))
    client=cast.signed_in(clinic.alice)
    for u in ("questionnaire","proposal"):
        r=client.get(clinic.url(u)); print(u, r.status_code, len(r.content))
