"""Generates tables as spreadsheets and people write them, and compares how Roster's examples read them with Python's csv module.

    compare-csv.py EXAMPLES [FILES] [SEED]
"""

import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile

TEXTS = ["", "Ole Birk", "ole@n.example", "a,b", "a;b", 'say "hi"', '"', '""', "two\nlines", "two\r\nlines", "old\rline",
         " blanks ", "tab\there", "Zoë", "株式会社", "\u202e", "report_viewer sales_agent", "=1+1", "'", "sep=;"]


def table(dice):
    """Rows of a width; each has something in it, for blank rows are none."""
    width = dice.randint(2, 5)
    rows = []
    for _ in range(dice.randint(1, 8)):
        row = [dice.choice(TEXTS) for _ in range(width)]
        row[0] = row[0] if row[0].strip() else "Kim"
        rows.append(row)
    # The first row decides what separates fields.
    rows[0] = [f"column {number}" for number in range(width)]
    return rows


def written(dice, rows):
    """The rows as a text, blank lines among them."""
    text = io.StringIO(newline="")
    end = dice.choice(["\n", "\r\n", "\r"])
    writer = csv.writer(text, delimiter=dice.choice([",", ";", "\t"]), lineterminator=end,
                        quoting=dice.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    for row in rows:
        if dice.random() < 0.1:
            text.write(end * dice.randint(1, 3))
        writer.writerow(row)
    result = text.getvalue()
    if dice.random() < 0.3:
        result = result.removesuffix(end)
    return writer.dialect.delimiter, ("\ufeff" if dice.random() < 0.3 else "") + result


def read(text, delimiter):
    """How Python reads it: the rows that are not blank; None where it is not well formed."""
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True)
        return [row for row in reader if any(field.strip() for field in row)]
    except csv.Error:
        return None


def broken(dice, text):
    """The text with one character gone, doubled, or another."""
    place = dice.randrange(len(text))
    return text[:place] + dice.choice(["", '"', text[place] * 2, "\n"]) + text[place + 1:]


def main():
    examples = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    dice = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    differences = refused = 0
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for number in range(count):
            delimiter, text = written(dice, table(dice))
            is_whole = number % 2 == 0
            if not is_whole:
                # The first row stays as it is, for it decides what separates fields.
                head = len(text.splitlines(keepends=True)[0])
                text = text[:head] + broken(dice, text[head:]) if len(text) > head else text
            path = os.path.join(folder, f"{number}.csv")
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            files[path] = (is_whole, text, read(text, delimiter))
        found = {path: [] for path in files}
        output = subprocess.run([examples, "import-team", "--rows", *files], capture_output=True, check=True)
        for line in output.stdout.decode("utf-8").splitlines():
            entry = json.loads(line)
            found[entry["path"]].append(entry.get("fields"))
        for path, (is_whole, text, expected) in files.items():
            is_refused = None in found[path]
            refused += is_refused
            # A file that is not well formed may be refused, and nothing else: RFC 4180 is stricter than Python.
            if is_refused and not is_whole:
                continue
            if found[path] != expected:
                differences += 1
                print(f"  {text!r}:\n    Roster {found[path]}\n    Python {expected}")
    print(f"  {count} files, of which {refused} were refused: {differences} are read otherwise")
    sys.exit(1 if differences else 0)


main()
