from mingtang_desk.server.rides.storms import MORE_THAN, WITHIN_MS, Storms

A, B, C = "/top/a", "/top/b", "/top/a/c"


def feed(storms: Storms, path: str, pks: range, now: int = 0) -> list[str]:
    """Return where each alarm ended: the path of a storm, or ""."""
    found = []
    for pk in pks:
        storm = storms.joined("offline", path, now) or storms.brewed(
            "offline", path, pk, now, f"s{pk}"
        )
        found.append("" if storm is None else storm.path)
    return found


def test_fifty_are_no_storm() -> None:
    assert set(feed(Storms(), A, range(MORE_THAN))) == {""}


def test_one_more_is() -> None:
    assert feed(Storms(), A, range(MORE_THAN + 2))[MORE_THAN:] == [A, A]


def test_one_battery_alone_is_none() -> None:
    storms = Storms()
    for _ in range(200):
        assert storms.brewed("offline", A, 1, 0, "s") is None


def test_slowly_is_none() -> None:
    storms = Storms()
    for pk in range(200):
        assert storms.brewed("offline", A, pk, pk * 2000, "s") is None


def test_it_is_told_at_the_lowest_account_that_holds_it() -> None:
    storms = Storms()
    assert set(feed(storms, C, range(30))) == {""}
    assert feed(storms, A, range(100, 121))[-1] == A
    # What belongs to that storm does not count for the account above.
    assert set(feed(storms, B, range(200, 230))) == {""}


def test_it_ends() -> None:
    storms = Storms()
    feed(storms, A, range(60))
    assert storms.ended(WITHIN_MS) == []
    (storm,) = storms.ended(WITHIN_MS + 1)
    assert storm.count == 60
    assert storms.ended(10 * WITHIN_MS) == []
    assert feed(storms, A, range(1), 2 * WITHIN_MS) == [""]
