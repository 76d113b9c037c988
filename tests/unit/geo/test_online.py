import pytest

from mingtang_desk.geo.online import Contact, Presence, expected_s, status


def test_expected_interval() -> None:
    assert expected_s(Contact(ordered_s=30)) == 30
    assert expected_s(Contact(reports=[0, 10, 20, 31, 200])) == 10.5
    assert expected_s(Contact(parked=True)) == 1800
    assert expected_s(Contact(reports=[5])) == 10


@pytest.mark.parametrize(
    ("contact", "now", "presence", "tell"),
    [
        (Contact(activated=False, last=0), 1, Presence.NOT_ENABLED, False),
        (Contact(expires=100, last=99, linked=True), 100, Presence.EXPIRED, False),
        (Contact(expires=101, last=99, linked=True), 100, Presence.ONLINE, False),
        (Contact(), 0, Presence.OFFLINE, False),
        (Contact(linked=True), 0, Presence.ONLINE, False),
        (Contact(last=0, ordered_s=10), 80, Presence.ONLINE, False),
        (Contact(last=0, ordered_s=10), 81, Presence.OFFLINE, False),
        (Contact(last=0, ordered_s=10), 200, Presence.OFFLINE, True),
        (Contact(last=0, ordered_s=10, parked=True), 3000, Presence.SLEEPING, False),
        (Contact(last=0, ordered_s=10, parked=True), 3661, Presence.OFFLINE, False),
        (Contact(last=0, ordered_s=10, linked=True), 9999, Presence.ONLINE, False),
    ],
)
def test_status(contact: Contact, now: float, presence: Presence, tell: bool) -> None:
    found = status(contact, now)
    assert (found.presence, found.tell) == (presence, tell)
