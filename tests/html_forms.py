"""The forms of a page, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """`action` is "" for the page itself; `values` is what is sent untouched; `choices` what each field offers."""

    action: str
    values: dict = field(default_factory=dict)
    choices: dict = field(default_factory=dict)

    def _add(self, name, value):
        self.values.setdefault(name, []).append(value)

    def _offer(self, name, value):
        self.choices.setdefault(name, []).append(value)


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.form, self.select, self.text = [], None, None, None

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        name, value = has.get("name"), has.get("value") or ""
        if tag == "form":
            self.form = Form(has.get("action") or "") if has.get("method", "").lower() == "post" else None
            if self.form is not None:
                self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "input" and name and has.get("type") not in ("submit", "button", "file"):
            if has.get("type") in ("checkbox", "radio"):
                self.form._offer(name, value)
                if "checked" not in has:
                    return
            self.form._add(name, value)
        elif tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select:
            self.form._offer(self.select, value)
            if "selected" in has:
                self.form._add(self.select, value)
        elif tag == "textarea" and name:
            self.text = (name, [])

    def handle_data(self, data):
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.text and self.form is not None:
            self.form._add(self.text[0], "".join(self.text[1]).removeprefix("\n"))
            self.text = None


def forms_of(html):
    """Every `<form method="post">` of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
