"""The figures of a comparison as a table for people, as Markdown, as JSON and as a plot."""

import json
import math

SIZES = ["small", "medium", "large"]
CAPTIONS = {
    "small": "1,000 users, 100 roles", "medium": "10,000 users, 1,000 roles", "large": "100,000 users, 10,000 roles",
}


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def grouped(rows):
    """For each engine and mode its rows by size, in the order in which they were measured."""
    groups = {}
    for row in rows:
        groups.setdefault((row["engine"], row["mode"]), {})[row["size"]] = row
    return groups


def title(engine, mode):
    return f"{engine}, {mode}"


def few(row, total):
    """A mark for those who answered only a part of the questions, because all would take hours."""
    return f" ({row['checks']} checks)" if row["checks"] < total else ""


def cells(rows):
    sizes = [size for size in SIZES if any(row["size"] == size for row in rows)]
    total = max(row["checks"] for row in rows)
    header = ["ns per check"]
    for size in sizes:
        header += [size, "min – max", "× Roster"]
    header += [f"set-up, {sizes[-1]}", f"memory, {sizes[-1]}"]
    lines = [header]
    for (engine, mode), by_size in grouped(rows).items():
        line = [title(engine, mode)]
        for size in sizes:
            row = by_size[size]
            low, high = min(row["nanoseconds"]), max(row["nanoseconds"])
            line += [number(row["median"]) + few(row, total), f"{number(low)} – {number(high)}", number(row["ratio"])]
        last = by_size[sizes[-1]]
        line += [f"{last['setUpSeconds']:.2f} s", f"{last['bytes'] / 1e6:,.1f} MB"]
        lines.append(line)
    return lines


def versions(rows):
    named = {}
    for row in rows:
        if row["version"]:
            named[row["engine"]] = row["version"] + (f" ({row['note']})" if row["note"] else "")
    return ", ".join(f"{engine} {version}" for engine, version in named.items())


def for_people(rows, system):
    lines = cells(rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    text = "\n".join(
        "  ".join(cell.ljust(width) if column == 0 else cell.rjust(width)
                  for column, (cell, width) in enumerate(zip(line, widths)))
        for line in lines)
    return f"\n{text}\n\nevery decision is right; medians of {len(rows[0]['nanoseconds'])} rounds; {versions(rows)}; {system}"


def markdown(rows):
    lines = cells(rows)
    lines.insert(1, ["---"] + ["---:"] * (len(lines[0]) - 1))
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return (f"{table}\n\nMedians of {len(rows[0]['nanoseconds'])} rounds in which the engines took turns, in nanoseconds a check; "
            f"every decision was compared. {versions(rows)}. Memory is heap for the first two, resident memory for the others.\n")


def write(folder, rows, machine):
    with open(f"{folder}/peers.json", "w", encoding="utf-8") as file:
        json.dump({"machine": machine, "rows": rows}, file, indent=1, ensure_ascii=False)
        file.write("\n")
    with open(f"{folder}/peers.md", "w", encoding="utf-8") as file:
        file.write(markdown(rows))
    with open(f"{folder}/peers.svg", "w", encoding="utf-8") as file:
        file.write(plot(rows))


# MARK: the plot

WIDTH, LEFT, RIGHT, BAR, GAP = 760, 210, 70, 11, 12
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #24292f; }
.note { fill: #57606a; } .grid { stroke: #d0d7de; }
.roster { fill: #0969da; } .other { fill: #8c959f; }
.small { opacity: 0.45; } .medium { opacity: 0.7; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .note { fill: #9198a1; } .grid { stroke: #3d444d; }
  .roster { fill: #4493f8; } .other { fill: #848d97; }
}"""


def duration(nanoseconds):
    for unit, size in [("s", 1e9), ("ms", 1e6), ("µs", 1e3)]:
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def plot(rows):
    groups = grouped(rows)
    low = math.floor(math.log10(min(row["median"] for row in rows)))
    high = math.ceil(math.log10(max(row["median"] for row in rows)))

    def across(value):
        return LEFT + (math.log10(value) - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    top = 64
    height = top + len(groups) * (len(SIZES) * BAR + GAP) + 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        ' aria-label="Time a role check, by engine and size, on a logarithmic scale">',
        f"<style>{STYLE}\n</style>",
        '<text x="16" y="20" font-weight="bold">Time a role check (logarithmic; shorter is better)</text>',
        '<text class="note" x="16" y="38">' + " · ".join(f"{size}: {CAPTIONS[size]}" for size in SIZES) + "</text>",
    ]
    for power in range(low, high + 1):
        x = across(10**power)
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="{top - 8}" x2="{x:.1f}" y2="{height - 28}"/>')
        parts.append(f'<text class="note" x="{x:.1f}" y="{height - 10}" text-anchor="middle">{duration(10**power)}</text>')
    y = top
    for (engine, mode), by_size in groups.items():
        middle = y + len(SIZES) * BAR / 2 + 4
        parts.append(f'<text x="{LEFT - 10}" y="{middle:.1f}" text-anchor="end">{title(engine, mode)}</text>')
        kind = "roster" if engine == "Roster" else "other"
        for size in SIZES:
            value = by_size[size]["median"]
            parts.append(
                f'<rect class="{kind} {size}" x="{LEFT}" y="{y}" width="{across(value) - LEFT:.1f}" height="{BAR - 1}"/>'
                f'<text class="note" x="{across(value) + 5:.1f}" y="{y + 9}" style="font-size: 10px">{duration(value)}</text>')
            y += BAR
        y += GAP
    return "\n".join(parts) + "\n</svg>\n"
