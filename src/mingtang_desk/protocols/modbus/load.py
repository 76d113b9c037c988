"""Profiles from texts: those that ship, and a user's own file."""

from collections.abc import Callable

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.protocols.modbus.check import check
from mingtang_desk.wire.profile.parse import parse
from mingtang_desk.wire.profile.rows import Profile
from mingtang_desk.wire.profile.tables import Problem

type Texts = Callable[[str], str | None]
"""Gives the text of a profile that ships, by its key."""


def examine(text: str, shipped: Texts) -> tuple[Profile | None, tuple[Problem, ...]]:
    """Return the profile of a text and everything that is wrong with it, in order of lines.

    The profile is None when anything is.
    """
    inherited = 0

    def base(key: str) -> Profile | None:
        nonlocal inherited
        found = shipped(key)
        # A file that ships has been checked; one that extends itself would never end.
        profile = None if found is None else parse(found, lambda other: base(other))[0]
        inherited = 0 if profile is None else len(profile.parts)
        return profile

    profile, problems = parse(text, base)
    if profile is not None:
        problems = check(profile, skip=inherited)
    return (None if problems else profile), problems


def load(text: str, path: str, shipped: Texts) -> Profile:
    """Return the profile of a text.

    Raises:
        InputFileError: something is wrong with it; the first problem and their number are told.
    """
    profile, problems = examine(text, shipped)
    if profile is None:
        first = problems[0]
        where = f"{first.where}: " if first.where else ""
        raise InputFileError(
            "profile_invalid",
            path=path,
            line=first.line,
            detail=f"{where}{first.message}",
            count=len(problems),
        )
    return profile
