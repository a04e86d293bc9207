"""French as an editor sets it: on the screens, in the documents, in the messages."""

import ast
import re
from pathlib import Path

import pytest

from tests.server import ROOT

NBSP = "\u00a0"
#: What is no text of ours in a template: tags, template tags, comments, styles.
NOT_TEXT = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<style.*?</style>|<script.*?</script>|<!--.*?-->|<[^>]*>", re.DOTALL)
FAULTS = {
    "an ordinary space before : ; ? ! »": re.compile(r"(?:^|(?<=[\w»)’…])) [:;?!»](?=\s|$)"),
    "an ordinary space after «": re.compile(r"« "),
    "a straight apostrophe": re.compile(r"(?<=[a-zéèàç])'(?=[a-zéèàêâîôû])"),
    "an exclamation mark": re.compile(r"\w\s?!(?=\s|$)"),
    "the word that the product never says": re.compile(r"\bconform", re.IGNORECASE),
}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SOURCES = sorted(
    path for room in ("cabinet_rgpd", "registry", "patients_info") for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)  # fmt: skip
FRENCH = re.compile(r"[éèêàçùôî«»’]|\b(le|la|les|un|une|des|du|est|pour)\b")


def faults(text):
    return [f"{name}: …{text[max(0, found.start() - 25) : found.end() + 10]!r}…" for name, pattern in FAULTS.items()
            for found in pattern.finditer(text)]  # fmt: skip


def words_of_template(path):
    """The text of a template, each tag standing for a word."""
    return NOT_TEXT.sub(
        "x", path.read_text(encoding="utf-8").replace("{% comment %}", "{#").replace("{% endcomment %}", "#}")
    )


def words_of_source(path):
    """The French texts among the strings of a module; docstrings speak English."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(node.body[0].value) for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node, clean=False)}  # fmt: skip
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in docs else None
        if isinstance(text, str) and " " in text and FRENCH.search(text):
            yield text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(Path(path).relative_to(ROOT)))
def test_a_template_is_set_as_french_is(path):
    assert faults(words_of_template(path)) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(Path(path).relative_to(ROOT)))
def test_the_texts_of_a_module_are_set_as_french_is(path):
    assert [fault for text in words_of_source(path) for fault in faults(text)] == []
