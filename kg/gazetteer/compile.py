"""Make ``divisions.tsv.gz`` from the installed ``jionlp`` package: ``python -m kg.gazetteer.compile``.

Only this module knows jionlp; the library reads the compiled file. The same jionlp gives the same bytes.
"""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from kg.errors import InputError

HERE = Path(__file__).resolve().parent
DATA = HERE / "divisions.tsv.gz"
CORRECTIONS = HERE / "corrections.tsv"

TOWN = re.compile(r"(镇|乡|街道|苏木)$")
# Township rows that are no township: compounds the statisticians count as one, and names made with an outer body in front.
NO_TOWN = re.compile(
    r"开发区|园区|示范|特殊|管委会|管理区|高新区|科技新城|林业局|公司|兵团|产业|化工|经开区|社区|片区|基地|^街道$|^民?[^族]?族乡$"
)
# Middle rows of the source that stand for "directly below the level above".
PLACEHOLDER = re.compile(r"直辖")
NO_COUNTY = re.compile(r"开发区$|行政委员会$|海域$|城$|天府新区$")


@dataclass(slots=True)
class Row:
    """A division on its way from the source to the file; ``path`` runs from the province down to it."""

    path: tuple[str, ...]
    level: str
    code: str
    short: str
    aliases: list[str] = field(default_factory=list)
    towns: dict[str, str] = field(default_factory=dict)


def compile_divisions(dictionary: Path) -> bytes:
    """The compiled data file, gzip of TSV, made from jionlp's dictionary folder."""
    rows = _divisions(dictionary)
    _correct(rows)
    _add_old_names(rows, dictionary)
    lines = [*_country_lines(dictionary), *(_line(row) for row in _ordered(rows))]
    return gzip.compress("\n".join(lines).encode() + b"\n", compresslevel=9, mtime=0)


def _source_lines(dictionary: Path) -> Iterator[tuple[int, list[str]]]:
    with zipfile.ZipFile(dictionary / "china_location.zip") as archive:
        text = archive.read("china_location.txt").decode("utf-8-sig")
    for line in text.splitlines():
        bare = line.lstrip("\t")
        if bare.strip():
            yield len(line) - len(bare), bare.strip().split("\t")


def _divisions(dictionary: Path) -> dict[tuple[str, ...], Row]:
    """Provinces, prefectures and counties by path, each county with its towns; levels that only repeat the one above are left out."""
    ethnic = _peoples(dictionary)
    rows: dict[tuple[str, ...], Row] = {}
    stack: list[Row] = []
    for depth, fields in _source_lines(dictionary):
        if depth < 3:
            del stack[depth:]
            stack.append(_division(stack[-1] if stack else None, depth, fields))
            rows.setdefault(stack[-1].path, stack[-1])
        elif depth == 3:
            name = _town_name(fields[0], stack[-1].path)
            if name:
                rows[stack[-1].path].towns.setdefault(name, ethnic.sub("", name) if name.endswith("族乡") else "")
    return rows


def _division(parent: Row | None, depth: int, fields: list[str]) -> Row:
    name, code, short = (*fields, "", "")[:3]
    level = ("province", "prefecture", "county")[depth]
    if parent is None:
        return Row((name,), level, code, short)
    statistical = level == "county" and code[4:5] == "7"
    if PLACEHOLDER.search(name) or parent.path[-1].startswith(name) or statistical or NO_COUNTY.search(name):
        return parent
    *aliases, short = (short or name).split("/")
    return Row((*parent.path, name), level, "" if code.endswith("0000") else code, short, aliases)


def _town_name(name: str, path: tuple[str, ...]) -> str | None:
    """The name of a township without its county in front; None where the row is a farm, a park or another statistical unit."""
    name = name.replace("街道办事处", "街道")
    if path[0] == "北京市" and name.endswith("地区"):
        return name
    for outer in (*path, "".join(path[-2:])):
        name = name.removeprefix(outer) if len(name) > len(outer) + 2 else name
    return name if len(name) > 1 and TOWN.search(name) and not NO_TOWN.search(name) else None


def _peoples(dictionary: Path) -> re.Pattern[str]:
    """What follows the proper part of an ethnic township's name, e.g. 彝族拉祜族乡, from jionlp's list of peoples."""
    rules = (dictionary.parent / "rule" / "rule_pattern.py").read_text(encoding="utf-8")
    found = re.search(r"MINORITIES_IN_CHINA_PATTERN_1 = \\\n((?:\s+r'[^']*'\s*\\?\n)+)", rules)
    if found is None:
        raise InputError(f"{dictionary.parent}: no list of peoples there; this needs jionlp 1.5")
    listed = "".join(re.findall(r"r'([^']*)'", found.group(1)))[1:].removesuffix(")族")
    return re.compile(rf"(?<=.)(?:(?:{listed})族|(?:{listed}|少数)?民族|(?:{listed})(?=乡))+乡$")


def _corrections() -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    for line in CORRECTIONS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, before, now, code = line.split("\t")
            yield kind, tuple(before.split("/")), tuple(now.split("/")), code


def _correct(rows: dict[tuple[str, ...], Row]) -> None:
    """Apply ``corrections.tsv`` in place."""
    for kind, before, now, code in _corrections():
        old = rows.pop(before, None)
        if now not in rows:
            short = old.short if old else re.sub(r"(?<=..)[市区县]$", "", now[-1])
            rows[now] = Row(now, "county", code, short)
        row = rows[now]
        row.code = code
        if old:
            row.towns = {**old.towns, **row.towns}
            row.aliases += [form for form in (*old.aliases, old.path[-1], old.short) if kind == "renamed"]


def _add_old_names(rows: dict[tuple[str, ...], Row], dictionary: Path) -> None:
    """Names that divisions had before, from jionlp's list of changes, become aliases of what they are now."""
    misprints = {before: now for kind, before, now, _ in _corrections() if kind == "misprint"}
    for line in (dictionary / "china_location_change.txt").read_text(encoding="utf-8").splitlines():
        before, _, after = line.partition("=>")
        now = tuple(after.split("\t"))
        row = rows.get(misprints.get(now, now))
        old, short = before.split("\t")[-2:]
        if row and row.level == ("province", "prefecture", "county")[len(now) - 1]:
            row.aliases += [old, short]
    for row in rows.values():
        row.aliases = sorted({*row.aliases} - {row.path[-1], row.short})


def _country_lines(dictionary: Path) -> Iterator[str]:
    for line in (dictionary / "world_location.txt").read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) > 1:
            name, formal = (f.replace("(", "（").replace(")", "）") for f in fields[:2])
            aliases = {formal, name.replace("（", "").replace("）", "")} - {name}
            yield "\t".join(("0", "country", name, "", "", " ".join(sorted(aliases)))).rstrip("\t")


def _ordered(rows: dict[tuple[str, ...], Row]) -> list[Row]:
    """Every division after the one above it, neighbours by code, those without a code last."""

    def order(row: Row) -> tuple[tuple[str, str], ...]:
        prefixes = (row.path[:i] for i in range(1, len(row.path) + 1))
        return tuple((rows[p].code or "999999", p[-1]) for p in prefixes)

    return sorted(rows.values(), key=order)


def _line(row: Row) -> str:
    towns = " ".join(name + (f"={short}" if short and short != name else "") for name, short in sorted(row.towns.items()))
    name, depth = row.path[-1], str(len(row.path) - 1)
    return "\t".join((depth, row.level, name, row.code, row.short if row.short != name else "", " ".join(row.aliases), towns)).rstrip("\t")


def main() -> None:
    """Write the data file next to this module; raises InputError where jionlp is not installed."""
    spec = find_spec("jionlp")
    if spec is None or spec.origin is None:
        raise InputError("jionlp is not installed; install it with: pip install 'zhiluo[gazetteer]'")
    data = compile_divisions(Path(spec.origin).parent / "dictionary")
    DATA.write_bytes(data)
    print(f"{DATA}: {len(data)} bytes")


if __name__ == "__main__":
    main()
