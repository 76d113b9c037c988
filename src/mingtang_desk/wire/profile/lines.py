"""Which line of a TOML file a key stands on; the standard parser does not say."""

import re

_QUOTES = ('"""', "'''")

type Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
_TEXT = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'|#.*""")


def line_index(text: str) -> dict[Path, int]:
    """Return the line, from 1, of every table header and key; arrays of tables by their number."""
    index: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    depth, quote = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if quote:  # inside a text of several lines
            quote = "" if quote in line else quote
            continue
        quote = next((q for q in _QUOTES if line.count(q) % 2), "")
        bare = _TEXT.sub(lambda m: "" if m[0].startswith("#") else '""', line)
        if depth == 0:
            header, key = _HEADER.match(line), _KEY.match(line)
            if header is not None:
                table = _table(header[2], header[1] == "[[", counts)
                index.setdefault(table, number)
                continue
            if key is not None:
                path = (*table, *_names(key[1]))
                index.setdefault(path, number)
                bare = bare.partition("=")[2]
        depth = max(depth + sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}"), 0)
    return index


def line_of(index: dict[Path, int], path: Path) -> int:
    """Return the line of a path, or of the nearest table or key around it; 1 when none is known."""
    for end in range(len(path), 0, -1):
        for known in (path[:end], (*path[:end], 0)):
            if known in index:
                return index[known]
    return 1


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(text))


def _table(text: str, is_array: bool, counts: dict[Path, int]) -> Path:
    """Return the path of a header; names of arrays are followed by the number of their last one."""
    path: Path = ()
    names = _names(text)
    for depth, name in enumerate(names):
        path = (*path, name)
        if is_array and depth == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path
