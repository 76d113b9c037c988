"""A table of a profile file: typed access that notes every mistake and raises none."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Self

from mingtang_desk.wire.profile.lines import Path, line_of


class Problem(NamedTuple):
    """One mistake: its line from 1, the key it belongs to ("status.pack_v.scale"), words."""

    line: int
    where: str
    message: str


class Table:
    """One table. `end` names what nobody asked for.

    Attributes:
        there: False where the file has no such table.
    """

    def __init__(
        self,
        entries: Mapping[str, Any],
        path: Path,
        lines: dict[Path, int],
        problems: list[Problem],
        *,
        there: bool = True,
    ) -> None:
        self.there = there
        self._entries, self._path = entries, path
        self._lines, self._problems = lines, problems
        self._asked: set[str] = set()

    def problem(self, key: str, message: str, *inner: str) -> None:
        """Note a mistake of a key (or of what is inside), for "" of the table itself."""
        path = (*self._path, key, *inner) if key else self._path
        where = ".".join(str(part) for part in path)
        self._problems.append(Problem(line_of(self._lines, path), where, message))

    def line(self) -> int:
        """The line of the table."""
        return line_of(self._lines, self._path)

    def end(self) -> None:
        """Name the keys that mean nothing here."""
        for key in self._entries:
            if key not in self._asked:
                self.problem(key, "is not known here")

    def table(self, key: str) -> Self:
        """Return an inner table, an empty one where there is none."""
        self._asked.add(key)
        found = self._entries.get(key)
        if found is not None and not isinstance(found, dict):
            self.problem(key, "has to be a table")
            found = None
        return type(self)(
            found or {}, (*self._path, key), self._lines, self._problems, there=found is not None
        )

    def tables(self, key: str) -> list[Self]:
        """Return an array of tables."""
        self._asked.add(key)
        found = self._entries.get(key, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            self.problem(key, f"has to be a list of tables, [[{key}]]")
            return []
        return [
            type(self)(item, (*self._path, key, n), self._lines, self._problems)
            for n, item in enumerate(found)
        ]

    def rows(self) -> Iterator[tuple[str, Self]]:
        """Yield the inner tables by name; what is none is a mistake."""
        for key in self._entries:
            row = self.table(key)
            if row.there:
                yield key, row

    def entries(self, key: str) -> list[tuple[str, Any]]:
        """Return names and values of an inner table that may hold anything."""
        inner = self.table(key)
        return list(inner._entries.items())

    def text(self, key: str, default: str | None = None) -> str | None:
        """Return a text; without a default it has to be there."""
        self._asked.add(key)
        found = self._entries.get(key, default)
        if isinstance(found, str) and (default is not None or found):
            return found
        self.problem(key, "is missing" if key not in self._entries else "has to be a text")
        return default

    def texts(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return a list of texts."""
        self._asked.add(key)
        found = self._entries.get(key)
        if found is None:
            return default
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            self.problem(key, "has to be a list of texts")
            return default
        return tuple(found)

    def word(self, key: str, default: str, known: tuple[str, ...]) -> str:
        """Return one of a few words."""
        self._asked.add(key)
        found = self._entries.get(key, default)
        if found not in known:
            self.problem(key, f"has to be one of {', '.join(known)}")
            return default
        return str(found)

    def flag(self, key: str) -> bool:
        """Return true or false, false when it is not there."""
        self._asked.add(key)
        found = self._entries.get(key, False)
        if not isinstance(found, bool):
            self.problem(key, "has to be true or false")
            return False
        return found

    def optional_whole(self, key: str, least: int = -(2**31), most: int = 2**32) -> int | None:
        """Return a whole number, None when it is not there."""
        self._asked.add(key)
        found = self._entries.get(key)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
            self.problem(key, f"has to be a whole number from {least} to {most}")
            return None
        return found

    def whole(self, key: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number in a range."""
        found = self.optional_whole(key, least, most)
        if found is None and default < least and key not in self._entries:
            self.problem(key, "is missing")
        return default if found is None else found

    def optional(self, key: str, default: int | None, *, least: int, most: int) -> int | None:
        """Return a whole number in a range, or the default, which may be None."""
        found = self.optional_whole(key, least, most)
        return default if found is None else found

    def one_of(self, key: str, default: int, known: tuple[int, ...]) -> int:
        """Return one of a few numbers."""
        found = self.optional_whole(key)
        if found is not None and found not in known:
            self.problem(key, f"has to be one of {', '.join(map(str, known))}")
            return default
        return default if found is None else found

    def numbers(self, key: str) -> tuple[int, ...]:
        """Return one whole number or a list of them."""
        self._asked.add(key)
        found = self._entries.get(key, [])
        several = found if isinstance(found, list) else [found]
        if not all(isinstance(n, int) and not isinstance(n, bool) for n in several):
            self.problem(key, "has to be a whole number or a list of them")
            return ()
        return tuple(several)
