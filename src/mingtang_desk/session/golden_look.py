"""What a set would be warned of at each pack of a run, before anything is written.

A server that writes for others wants to know which of its warnings somebody has read. They are
gathered from every pack behind a server, shown together, and accepted once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from mingtang_desk.core.errors import DeviceError, MingtangError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.rules.finding import Finding
from mingtang_desk.session.golden_apply import Opener, PackState, planned
from mingtang_desk.session.golden_plan import Accept


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One pack that was looked at.

    Attributes:
        changes: what would be sent.
        warnings: what that would be warned of.
        error: why it could not be looked at, or why the set does not fit.
    """

    uri: str
    name: str = ""
    changes: Mapping[str, SettingValue]
    warnings: tuple[Finding, ...] = ()
    error: MingtangError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """One warning, and the packs it is about."""

    finding: Finding
    packs: tuple[Looked, ...]


async def look_at(
    uri: str, document: SettingsDocument, accept: Accept, *, opener: Opener
) -> Looked:
    """Look at one pack; nothing is written, and what fails is told in the result."""
    name = ""
    try:
        async with opener(uri) as session:
            name = session.model.name
            plan, _ = await planned(session, document, accept)
            if plan.refusals:
                why = plan.refusals[0].error
                return Looked(uri=uri, name=name, changes={}, error=why)
            warnings = await session.foresee(plan.changes) if plan.changes else ()
            return Looked(uri=uri, name=name, changes=plan.changes, warnings=warnings)
    except MingtangError as error:
        return Looked(uri=uri, name=name, changes={}, error=error)


async def look_at_all(
    uris: Sequence[str],
    document: SettingsDocument,
    accept: Accept,
    *,
    opener: Opener,
    tell: Callable[[str, PackState], None] = lambda _uri, _state: None,
) -> tuple[Looked, ...]:
    """Look at one pack after the other."""
    found: list[Looked] = []
    for uri in uris:
        tell(uri, PackState.CHECKING)
        found.append(await look_at(uri, document, accept, opener=opener))
        tell(uri, PackState.WAITING)
    return tuple(found)


def grouped(looks: Iterable[Looked]) -> tuple[Warned, ...]:
    """Return each warning once, with the packs it is about; the most frequent first."""
    groups: list[tuple[Finding, list[Looked]]] = []
    for look in looks:
        for finding in look.warnings:
            found = next((packs for each, packs in groups if each == finding), None)
            if found is None:
                groups.append((finding, [look]))
            else:
                found.append(look)
    groups.sort(key=lambda group: -len(group[1]))
    return tuple(Warned(finding=finding, packs=tuple(packs)) for finding, packs in groups)


def not_accepted(look: Looked, accepted: Sequence[Finding]) -> DeviceError | None:
    """Return why a pack is left out, None where all that it is warned of was accepted."""
    rest = tuple(each for each in look.warnings if each not in accepted)
    if not rest:
        return None
    detail = " ".join(finding.text for finding in rest)
    return DeviceError("warnings_not_accepted", detail=detail, findings=rest)
