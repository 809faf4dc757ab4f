"""The figures of a comparison of stores as a table for people, as Markdown and as JSON."""

import json
import statistics

DISK, OWN = "the disk", "Roster"

# The population that the goals are for.
GOAL_USERS = 1_000_000

# How a figure reads: more of it is better, or less.
MORE, LESS = 1, -1


class Row:
    """One line of the table: what it says, which way is better, and what is to be reached."""

    def __init__(self, key, title, unit, better, goal=None):
        self.key, self.title, self.unit, self.better, self.goal = key, title, unit, better, goal


def times(factor, peer):
    return {"text": f"≥ {factor:g} × {peer}", "factor": factor, "peer": peer}


def times_row(factor, key, text):
    return {"text": f"≥ {factor:g} × {text}", "factor": factor, "row": key}


def at_most(limit):
    return {"text": f"≤ {limit:g}", "limit": limit}


PAGE = at_most(1)
ROWS = [
    Row("create", "durable create of a user and 2 roles, one caller", "users/s", MORE, times(0.85, DISK)),
    Row("create syncs", "   syncs a commit", "", LESS),
    Row("callers", "the same, 64 callers at once", "users/s", MORE, times_row(20, "create", "one caller")),
    Row("callers syncs", "   syncs a commit", "", LESS),
    Row("batches", "the same in batches of 1,000 users", "users/s", MORE, times(10, "SQLite")),
    Row("import", "import of {users} users with 3 roles each", "s", LESS, at_most(3)),
    Row("settle", "   and a checkpoint of it all", "s", LESS),
    Row("first warm", "open and answer the first lookup, warm", "ms", LESS, at_most(5)),
    Row("first cold", "open and answer the first lookup, cold", "ms", LESS, at_most(50)),
    Row("fill", "fill a table of who holds what", "s", LESS, at_most(0.5)),
    Row("by address", "random users with roles, by address", "users/s", MORE, times(3, "LMDB")),
    Row("by id", "random users with roles, by identifier", "users/s", MORE, times(3, "LMDB")),
    Row("bytes", "size of the checkpoint with its indexes", "bytes/user", LESS, at_most(200)),
    Row("all bytes", "   size of all files", "bytes/user", LESS),
    Row("resident", "memory of an open store before a read", "MB", LESS, at_most(30)),
    Row("common role, first", "page of 100 users by the commonest role, first", "ms", LESS, PAGE),
    Row("common role, middle", "   from the middle", "ms", LESS, PAGE),
    Row("common role, last", "   the last", "ms", LESS, PAGE),
    Row("rare role, first", "page of 100 users by the rarest role, first", "ms", LESS, PAGE),
    Row("rare role, middle", "   from the middle", "ms", LESS, PAGE),
    Row("rare role, last", "   the last", "ms", LESS, PAGE),
]

NOTES = """Every piece of work is a process of its own, and compares what it reads with what was stored.
The disk: 200 bytes a user, appended to zeros and synced, one by one, by the caller who comes first for all who wait, or 1,000 at once;
written in sequence and synced once; mapped, and read at random; read into memory in sequence.
Single commits are taken in five short turns a round, because the speed of syncs changes from one second to the next.
SQLite: journal_mode=WAL, synchronous=FULL, tables without row ids; callers take turns at one connection.
LMDB: a sync at every commit; MDB_NORDAHEAD for reading.
Import: one transaction in the peers, which is their fastest; commits of 10,000 users in Roster. Making users is not measured.
Who holds a role is indexed in the peers only for the pages, after everything else was measured without it.
A lookup gives the whole user with 3 roles: a UserRecord in Roster, a C struct in the peers, which read inside one transaction.
Filled is an AccessTable in Roster, a hash table of bits in the peers, opening included.
Roster keeps the history of everything besides; the peers keep none."""


def ratio(row, own, other):
    """How many times as good: the median of the rounds' ratios, because what slowed a round slowed all engines."""
    pairs = zip(own, other) if len(own) == len(other) else [(statistics.median(own), statistics.median(other))]
    ratios = [(mine / theirs if row.better == MORE else theirs / mine) for mine, theirs in pairs if mine > 0 and theirs > 0]
    return statistics.median(ratios) if ratios else None


def is_reached(row, own, found, users):
    """Whether the goal is reached; None when there is none, or nothing to hold it against: goals are for a million users."""
    goal = row.goal
    if goal is None or own is None or users != GOAL_USERS:
        return None
    if "limit" in goal:
        return statistics.median(own) <= goal["limit"]
    if "peer" in goal:
        reached = found["ratios"].get(goal["peer"])
    else:
        reached = ratio(row, own, found["one caller"]) if found["one caller"] else None
    return None if reached is None else reached >= goal["factor"]


def rows(values, names, users):
    """The rows that have figures, as they go into the JSON file."""
    result = []
    for row in ROWS:
        samples = values.get(row.key)
        if not samples:
            continue
        own = samples.get(OWN)
        ratios = {name: ratio(row, own, samples[name]) for name in names if name != OWN and own and name in samples}
        found = {
            "key": row.key, "title": row.title.format(users=f"{users:,}"), "unit": row.unit, "samples": samples,
            "medians": {name: statistics.median(series) for name, series in samples.items()},
            "ratios": {name: value for name, value in ratios.items() if value is not None},
            "goal": row.goal["text"] if row.goal else None,
        }
        one_caller = values.get("create", {}).get(OWN) if row.goal and "row" in row.goal else None
        found["isReached"] = is_reached(row, own, {**found, "one caller": one_caller}, users)
        result.append(found)
    return result


def number(value):
    if value is None:
        return ""
    if value < 0.001:
        return "0" if value == 0 else "< 0.001"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:,.{digits}f}"


def cells(rows, names):
    others = [name for name in names if name != OWN]
    lines = [["", "", *others, OWN, "min – max", *(f"× {name}" for name in others), "goal", ""]]
    for row in rows:
        own = row["samples"].get(OWN)
        line = [row["title"], row["unit"]]
        line += [number(row["medians"].get(name)) for name in [*others, OWN]]
        line.append(f"{number(min(own))} – {number(max(own))}" if own and len(own) > 1 else "")
        line += [number(row["ratios"].get(name)) for name in others]
        mark = {True: "reached", False: "MISSED", None: ""}[row["isReached"]]
        lines.append(line + [row["goal"] or "", mark])
    return lines


def caption(size, versions, system):
    rounds = "One round" if size.rounds == 1 else f"Medians of {size.rounds} rounds"
    return (f"{rounds} in which the engines took turns; × tells how many times as good Roster is, more always "
            f"being better. {', '.join(versions)}; {system}.")


def for_people(rows, names, size, versions, system):
    lines = cells(rows, names)
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    left = {0, 1, len(lines[0]) - 2, len(lines[0]) - 1}
    text = "\n".join(
        "  ".join(cell.ljust(width) if column in left else cell.rjust(width)
                  for column, (cell, width) in enumerate(zip(line, widths))).rstrip()
        for line in lines)
    return f"\n{text}\n\n{caption(size, versions, system)}\n{NOTES}"


def markdown(rows, names, size, versions, system):
    lines = [[cell.strip() for cell in line] for line in cells(rows, names)]
    lines.insert(1, ["---", "---"] + ["---:"] * (len(lines[0]) - 4) + ["---", "---"])
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return f"{table}\n\n{caption(size, versions, system)}\n\n{NOTES}\n"


def write(folder, rows, names, size, versions, system):
    with open(f"{folder}/store.json", "w", encoding="utf-8") as file:
        run = {"system": system, "users": size.users, "versions": versions, "rows": rows}
        json.dump(run, file, indent=1, ensure_ascii=False)
        file.write("\n")
    with open(f"{folder}/store.md", "w", encoding="utf-8") as file:
        file.write(markdown(rows, names, size, versions, system))
