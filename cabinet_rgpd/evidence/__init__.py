"""Evidence files: a contract, a certificate, a picture of a lock, attached to any record of a structure.

The bytes stand in the database, so that one backup holds all; their SHA-256 is sealed in the chain, in the body of an
aggregate of its own (`evidence`) whose `about` is the `obj` of the record that it shows. To use it in a subject:

1. on the root model, say who may attach: `EVIDENCE_PERMISSION = "suppliers.edit"` (empty: nothing is attached to this kind);
2. in the view of the record: `context["evidence"] = evidence.queries.shelf(request, row)` (one query), or for a list
   `evidence.queries.of_many(row.obj for row in rows)` → `{obj: (EvidenceRecord, …)}`;
3. in its template: `{% include "components/evidence.html" with shelf=evidence back=request.path %}`. It lists the files and
   leads to the page that attaches one; nothing else is to be written.

To take a file within a form of one's own: `upload = evidence.forms.EvidenceField(required=False)` in the form (the component
`record_form.html` sends it as it should), `request.FILES or None` given to the form, then in the operation
`evidence.operations.add(write, root=row, file=content["upload"], note="…", on=on)` inside the `ledger.write` of the record.

A file is looked at before it is kept (`evidence.files`): extension, signature, size, archives without unpacking them; a photo
is written again without place, device or author (`evidence.photos`). No file is opened by the server afterwards; each is
served as an attachment to the members of its structure alone.
"""
