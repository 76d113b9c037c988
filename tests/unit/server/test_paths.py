"""Paths of accounts: the range of the index says the same as the plain rule."""

import sqlite3
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, Text, create_engine, insert, select

from mingtang_desk.server.accounts.api_tokens import rights_within
from mingtang_desk.server.accounts.people import is_above
from mingtang_desk.server.accounts.principal import Principal, is_within, within
from mingtang_desk.server.accounts.rights import RIGHTS, SCOPES, Right, Role, Scope

STEPS = st.lists(st.sampled_from(["a", "b", "0", "ab", "f0", "ff"]), min_size=1, max_size=5)
PATHS = STEPS.map(lambda steps: "".join("/" + step for step in steps))
NODES = Table("nodes", MetaData(), Column("path", Text))


def _principal(path: str, role: Role = Role.OWNER) -> Principal:
    return Principal(
        user_id="u", login="l", account_id="a", account_path=path, role=role, rights=RIGHTS[role]
    )


@given(st.sets(PATHS, max_size=20), PATHS)
def test_a_scope_is_the_subtree_and_nothing_else(paths: set[str], top: str) -> None:
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(":memory:"))
    with engine.begin() as connection:
        NODES.metadata.create_all(connection)
        if paths:
            connection.execute(insert(NODES), [{"path": path} for path in paths])
        found = set(connection.scalars(select(NODES.c.path).where(within(NODES.c.path, top))))
    engine.dispose()
    steps = top.split("/")
    assert found == {path for path in paths if path.split("/")[: len(steps)] == steps}
    assert found == {path for path in paths if is_within(path, top)}


@given(PATHS, PATHS, PATHS)
def test_within_is_an_order(one: str, two: str, three: str) -> None:
    assert is_within(one, one)
    if is_within(one, two) and is_within(two, one):
        assert one == two
    if is_within(one, two) and is_within(two, three):
        assert is_within(one, three)


@given(PATHS, st.sampled_from(Role))
def test_the_admin_is_an_owner_of_the_top(path: str, role: Role) -> None:
    expected = role is Role.OWNER and path.count("/") == 1
    assert _principal(path, role).is_admin is expected


@given(st.sampled_from(Role), st.sets(st.sampled_from(Scope)))
def test_a_token_never_may_more_than_its_user(role: Role, scopes: set[Scope]) -> None:
    rights = rights_within(role, scopes)
    assert rights <= RIGHTS[role]
    assert rights == {
        right
        for right in Right
        if right in RIGHTS[role] and any(right in SCOPES[scope] for scope in scopes)
    }


def test_each_role_may_what_those_below_it_may() -> None:
    roles = list(Role)
    for upper, lower in pairwise(roles):
        assert RIGHTS[lower] < RIGHTS[upper]
        assert is_above(upper, lower)
        assert not is_above(lower, upper)
        assert not is_above(upper, upper)


def test_a_proof_is_fresh_for_five_minutes() -> None:
    never = _principal("/a")
    assert not never.is_fresh(0)
    proven = Principal(
        user_id="u",
        login="l",
        account_id="a",
        account_path="/a",
        role=Role.VIEWER,
        rights=RIGHTS[Role.VIEWER],
        proven_ms=1_000_000,
    )
    assert proven.is_fresh(1_299_999)
    assert not proven.is_fresh(1_300_000)
