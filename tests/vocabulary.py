"""What a language of the notices still lacks: `python -m tests.vocabulary <code> [--write]`.

Prints the French texts that have no words yet, as YAML; with --write they are added, blank, to the tables of the language.
"""

import sys

import yaml

from patients_info import translation


def lacking(code):
    """`{table: French texts without words}`."""
    tables = translation.language(code).tables
    known = {name: {translation._key(text) for text, words in tables[name].items() if words} for name in tables}
    return {name: [text for text in rows if text not in known[name]] for name, rows in translation.vocabulary().items()}


def main(code, *options):
    for name, rows in lacking(code).items():
        if not rows:
            continue
        text = yaml.safe_dump(dict.fromkeys(rows, ""), allow_unicode=True, sort_keys=False, width=10_000)
        if "--write" in options:
            path = translation.FOLDER / code / "tables" / f"{name}.yaml"
            path.parent.mkdir(exist_ok=True)
            with path.open("a", encoding="utf-8") as file:
                file.write(text)
        sys.stdout.write(f"# {name}: {len(rows)}\n{text}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
