"""A repair job: who brought what, what was wrong, read, done and built in.

Its JSON is a document of kind "job"; it may have been imported or edited, so whatever is not what
it should be is read as missing, never as an error. Customer data stay in the history of this desk.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal, InvalidOperation

from mingtang_desk.core.clock import iso
from mingtang_desk.device.transaction import FieldState, same
from mingtang_desk.interfaces.storage import WRITES, JournalEntry

KIND = "job"
FORMAT = "mingtang-job/1"
LONGEST = 20_000
"""Characters of a text; a page is to be read by people."""
RAW = "raw"
"""Kind and only field of entries of raw bytes: what they did nobody has read back."""
_WRITES = (*WRITES, "control", "calibration", RAW)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartUsed:
    """A part: `price` of one as it was typed, "" = not told."""

    name: str
    count: int = 1
    price: str = ""

    @property
    def sum(self) -> Decimal | None:
        """Price of all, None when it is not told or is no number."""
        try:
            price = Decimal(self.price.replace(",", ".").strip())
        except InvalidOperation:
            return None
        return price * self.count if price.is_finite() and abs(price) < 10**9 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was written between both readings, as the journal has it."""

    time: str
    key: str
    old: object
    new: object
    who: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A repair job.

    Attributes:
        before, after: readouts of `session.readout`, None = not taken.
        changes: of the journal, taken with `after`.
        checks: kept bench checks, as they were kept.
        currency: sign behind prices, "" = none.
    """

    customer: str = ""
    contact: str = ""
    number: str = ""
    device: str = ""
    complaint: str = ""
    work: str = ""
    is_open: bool = True
    currency: str = ""
    parts: tuple[PartUsed, ...] = ()
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None
    changes: tuple[Change, ...] = ()
    checks: tuple[Mapping[str, object], ...] = ()

    @property
    def title(self) -> str:
        """One line for lists: number, customer, device; "" = nothing is known yet."""
        found = (self.number, self.customer, self.device)
        return " · ".join(" ".join(part.split())[:80] for part in found if part.strip())

    def matches(self, words: str) -> bool:
        """Return whether every word stands somewhere in it, in any case."""
        parts = " ".join(part.name for part in self.parts)
        whole = "\n".join(
            (
                self.customer,
                self.contact,
                self.number,
                self.device,
                self.complaint,
                self.work,
                parts,
            )
        ).casefold()
        return all(word in whole for word in words.casefold().split())


def job_body(job: Job) -> dict[str, object]:
    """Return a job as it is kept."""
    return {
        "format": FORMAT,
        "customer": job.customer,
        "contact": job.contact,
        "number": job.number,
        "device": job.device,
        "complaint": job.complaint,
        "work": job.work,
        "status": "open" if job.is_open else "closed",
        "currency": job.currency,
        "parts": [
            {"name": part.name, "count": part.count, "price": part.price} for part in job.parts
        ],
        "before": job.before,
        "after": job.after,
        "changes": [
            {
                "time": change.time,
                "key": change.key,
                "old": change.old,
                "new": change.new,
                "who": change.who,
                "state": change.state,
            }
            for change in job.changes
        ],
        "checks": list(job.checks),
    }


def job_of(body: Mapping[str, object]) -> Job:
    """Read a kept job."""
    return Job(
        customer=_text(body.get("customer")),
        contact=_text(body.get("contact")),
        number=_text(body.get("number")),
        device=_text(body.get("device")),
        complaint=_text(body.get("complaint")),
        work=_text(body.get("work")),
        is_open=body.get("status") != "closed",
        currency=_text(body.get("currency"))[:8],
        parts=tuple(
            PartUsed(
                name=_text(row.get("name")),
                count=_count(row.get("count")),
                price=_text(row.get("price"))[:20],
            )
            for row in rows_in(body.get("parts"))
        ),
        before=_mapping(body.get("before")),
        after=_mapping(body.get("after")),
        changes=tuple(
            Change(
                time=_text(row.get("time")),
                key=_text(row.get("key")),
                old=row.get("old"),
                new=row.get("new"),
                who=_text(row.get("who")),
                state=_text(row.get("state")),
            )
            for row in rows_in(body.get("changes"))
        ),
        checks=tuple(rows_in(body.get("checks"))),
    )


def changes_between(
    entries: Iterable[JournalEntry], start: datetime, end: datetime
) -> tuple[Change, ...]:
    """Return what the journal says was written from one moment to another, in order of time."""
    found: list[Change] = []
    for entry in sorted(entries, key=lambda entry: (entry.opened, entry.id)):
        if entry.kind not in _WRITES or not start <= entry.opened <= end:
            continue
        for key, sent in entry.sent.items():
            result = entry.fields.get(key)
            old = entry.old.get(key) if result is None else result.old
            state = FieldState.UNKNOWN if result is None else result.state
            is_read = result is not None and result.read is not None and entry.kind != RAW
            new = result.read if is_read and result is not None else sent
            found.append(
                Change(
                    time=iso(entry.opened),
                    key=key,
                    old=old,
                    new=new,
                    who=entry.who,
                    state=state.value,
                )
            )
    return tuple(found)


def settings_changed(job: Job) -> tuple[tuple[str, object, object], ...]:
    """Return the settings that read differently before and after, whoever changed them."""
    if job.before is None or job.after is None:
        return ()
    before, after = _mapping(job.before.get("settings")), _mapping(job.after.get("settings"))
    if before is None or after is None:
        return ()
    keys = [key for key in before if key in after]
    return tuple(
        (key, before[key], after[key]) for key in keys if not _alike(before[key], after[key])
    )


def with_check(job: Job, body: Mapping[str, object]) -> Job:
    """Attach a bench check, without its curve; one that is attached already stays once."""
    kept = {key: value for key, value in body.items() if key != "curve"}
    return job if kept in job.checks else replace(job, checks=(*job.checks, kept))


def total(parts: Iterable[PartUsed]) -> Decimal | None:
    """Return the price of all parts, None when that of one is not known."""
    sums = [part.sum for part in parts]
    known = [one for one in sums if one is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(sums) else None


def rows_in(value: object) -> list[Mapping[str, object]]:
    """Return the mappings of a list; anything else is left out."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _alike(one: object, other: object) -> bool:
    if isinstance(one, bool | int | float | str) and isinstance(other, bool | int | float | str):
        return same(one, other)
    return one == other


def _mapping(value: object) -> Mapping[str, object] | None:
    return value if isinstance(value, Mapping) else None


def _text(value: object) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value <= 10**6 else 1
