"""A page of a notice read as a tree: what it says, under which item of the articles."""

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """`elements`: (tag, attributes, text, path) in the order of the page. Raises AssertionError where tags do not nest."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self._open = [], []
        self.feed(html)
        self.close()
        assert not self._open, f"never closed: {[each[0] for each in self._open]}"

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag}: an attribute stands twice"
        element = [tag, dict(attrs), "", "/".join(each[0] for each in self._open)]
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self._open and self._open[-1][0] == tag, (
            f"</{tag}> closes {self._open[-1][0] if self._open else 'nothing'}"
        )
        self._open.pop()

    def handle_data(self, data):
        for element in self._open:
            element[2] += data

    @property
    def ids(self):
        return [attributes["id"] for _, attributes, _, _ in self.elements if "id" in attributes]

    def says(self):
        """`{item: texts of the elements that say it}`."""
        found = {}
        for _, attributes, text, _ in self.elements:
            for item in attributes.get("data-says", "").split():
                found.setdefault(item, []).append(" ".join(text.split()))
        return found
