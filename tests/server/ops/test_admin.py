"""`cloud admin`: accounts, users, batteries, quarantine, on both databases."""

import asyncio
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import insert, select, update

from mingtang_desk.server.admin.upkeep import take_changes
from mingtang_desk.server.store.store import Store
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, API_TOKENS, SESSIONS, USERS
from mingtang_desk.server.store.tables.devices import DEVICES, QUARANTINE
from mingtang_desk.session.clock import SystemClock
from tests.server.kit import NUMBERS, Kit
from tests.server.ops.serving import administer

type Admin = Callable[..., Any]
PASSWORD = "a long enough one"


async def _make(url: str) -> None:
    store = await Store.open(url, SystemClock())
    await store.close()


@pytest.fixture
def run(db: str) -> Admin:
    """Runs `cloud admin` on an empty database; `code` is the exit code it must have."""
    asyncio.run(_make(db))

    def run(*words: str, code: int = 0) -> Any:
        got, document = administer(*words, "--db", db)
        assert got == code, document
        return document

    return run


def _query(db: str, query: Any) -> list[Any]:
    async def ask() -> list[Any]:
        store = await Store.open(db, SystemClock())
        try:
            async with store.read() as connection:
                return list((await connection.execute(query)).all())
        finally:
            await store.close()

    return asyncio.run(ask())


def _give_token_and_second_factor(db: str) -> None:
    async def give() -> None:
        store = await Store.open(db, SystemClock())
        try:
            async with store.write() as tx:
                user = await tx.connection.scalar(select(USERS.c.id))
                token = {"id": "t", "user_id": user, "hash": "h", "name": "", "scopes": "[]"}
                await tx.connection.execute(insert(API_TOKENS).values(created_ms=1, **token))
                await tx.connection.execute(update(USERS).values(totp_secret="s", totp_ms=1))
        finally:
            await store.close()

    asyncio.run(give())


def _type(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text + "\n"))


def test_accounts_form_a_tree_that_can_be_moved(run: Admin, db: str) -> None:
    run("account", "add", "Top")
    assert "is there" in run("account", "add", "Other", code=2)["error"]["message"]
    run("account", "add", "West", "--parent", "Top")
    run("account", "add", "East", "--parent", "Top")
    shop = run("account", "add", "Shop", "--parent", "West")["id"]
    run("device", "add", "13800000009", "--account", "Shop")
    run("account", "move", "Shop", "East")
    rows = run("account", "list")["accounts"]
    assert [(row["name"], row["level"]) for row in rows if row["name"] == "Shop"] == [("Shop", 3)]
    paths = dict(_query(db, select(ACCOUNTS.c.name, ACCOUNTS.c.path)))
    assert paths["Shop"] == paths["East"] + "/" + shop.replace("-", "")
    assert _query(db, select(DEVICES.c.account_path)) == [(paths["Shop"],)]
    assert "below itself" in run("account", "move", "East", "Shop", code=2)["error"]["message"]
    run("account", "add", "Nobody", "--parent", "Nowhere", code=2)
    verdict = run("audit", "verify")
    assert verdict["ok"]
    assert verdict["rows"] == 6


def test_a_user_from_the_first_to_the_last_day(
    run: Admin, db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("account", "add", "Top")
    _type(monkeypatch, "short")
    words = ("user", "add", " Li ", "--account", "Top", "--role")
    assert run(*words, "owner", code=2)["error"]["key"] == "server_password_weak"
    _type(monkeypatch, PASSWORD)
    run(*words, "owner")
    _type(monkeypatch, PASSWORD)
    assert "taken" in run(*words, "viewer", code=2)["error"]["message"]
    ((stored, login),) = _query(db, select(USERS.c.password_hash, USERS.c.login))
    assert login == "li"
    assert stored.startswith("$argon2id$")
    assert PasswordHasher().verify(stored, PASSWORD)
    _give_token_and_second_factor(db)
    _type(monkeypatch, PASSWORD + " 2")
    run("user", "password", "LI")
    ((stored, factor),) = _query(db, select(USERS.c.password_hash, USERS.c.totp_secret))
    assert PasswordHasher().verify(stored, PASSWORD + " 2")
    assert factor is None
    ((revoked,),) = _query(db, select(API_TOKENS.c.revoked_ms))
    assert revoked is not None
    # The last owner stays one.
    assert run("user", "role", "li", "viewer", code=5)["error"]["key"] == "admin_refused"
    run("user", "disable", "li", code=5)
    _type(monkeypatch, PASSWORD)
    run("user", "add", "wang", "--account", "Top", "--role", "owner")
    run("user", "disable", "li")
    assert [row["disabled"] is None for row in run("user", "list")["users"]] == [False, True]
    run("user", "enable", "li")
    run("user", "role", "li", "viewer")
    assert run("user", "list", "--account", "Top")["users"][0]["role"] == "viewer"
    assert run("audit", "verify")["ok"]


def test_no_command_takes_a_password(capsys: pytest.CaptureFixture[str]) -> None:
    from mingtang_desk.app.cli import parser

    for words in (["user", "add"], ["user", "password"], ["setup-link"]):
        with pytest.raises(SystemExit):
            parser.build().parse_args(["cloud", "admin", *words, "--help"])
        shown = capsys.readouterr().out
        assert "--password" not in shown
        assert "example: mingtang-desk cloud admin" in shown


@pytest.mark.asyncio
async def test_who_is_disabled_is_logged_out(kit: Kit) -> None:
    from mingtang_desk.server.admin import people

    core = kit.services.core
    async with kit.client("child-viewer") as client:
        await people.disable_account(core, "shop")  # the parent
        async with core.store.read() as connection:
            revoked = select(USERS.c.login).join(SESSIONS).where(SESSIONS.c.revoked_ms.is_not(None))
            logins = {row.login for row in await connection.execute(revoked)}
        answer = await client.get("/me")
    assert {login.split("-")[0] for login in logins} == {"shop", "child"}
    assert answer.status_code in (401, 404)


def test_batteries(run: Admin, db: str, tmp_path: Path) -> None:
    run("account", "add", "Top")
    run("account", "add", "Shop", "--parent", "Top")
    run("device", "add", "013800000001", "--account", "Shop", "--name", "<b>Bike</b>")
    assert _query(db, select(DEVICES.c.terminal)) == [("13800000001",)]
    for number in ("013800000001", "13800000001"):  # the same tracker
        run("device", "add", number, "--account", "Top", code=2)
    run("device", "add", "1;DROP TABLE devices", "--account", "Top", code=2)
    sheet = tmp_path / "fleet.csv"
    sheet.write_text(
        "number;account;name;expires;enabled\n"
        "860001;Shop;电池 一;2027-12-31;1\n"
        "860002;;two;never;0\n",
        "utf-8-sig",
    )
    assert run("device", "import", str(sheet), "--account", "Top")["count"] == 2
    rows = {row["number"]: row for row in run("device", "list")["devices"]}
    assert rows["860001"]["expires"] == "2027-12-31T00:00:00.000Z"
    assert rows["860001"]["name"] == "电池 一"
    assert rows["860002"]["enabled"] is None
    assert [row["number"] for row in run("device", "list", "--account", "Shop")["devices"]] == [
        "013800000001",
        "860001",
    ]
    run("device", "enable", "860002")
    run("device", "expire", "860001", "never")
    rows = {row["number"]: row for row in run("device", "list")["devices"]}
    assert rows["860002"]["enabled"] is not None
    assert rows["860001"]["expires"] is None
    run("device", "expire", "860001", "soon", code=2)
    run("device", "enable", "999", code=2)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("name\nx\n", 1),
        ("number,colour\n1,red\n", 1),
        ("number\n1\n\n1.38E+10\n", 4),
        ("number,expires\n1,tomorrow\n", 2),
        ("number,enabled\n1,perhaps\n", 2),
        ("number\n1,2\n", 2),
    ],
)
def test_a_sheet_is_taken_whole_or_not_at_all(tmp_path: Path, text: str, line: int) -> None:
    from mingtang_desk.core.errors import InputFileError
    from mingtang_desk.server.admin.batteries import read_csv

    sheet = tmp_path / "fleet.csv"
    sheet.write_text(text, "utf-8")
    with pytest.raises(InputFileError) as told:
        read_csv(sheet, "Top")
    assert told.value.values["line"] == line


def test_one_taken_number_stops_a_whole_sheet(run: Admin, tmp_path: Path) -> None:
    run("account", "add", "Top")
    run("device", "add", "2", "--account", "Top")
    sheet = tmp_path / "fleet.csv"
    sheet.write_text("number\n1\n2\n3\n", "utf-8")
    run("device", "import", str(sheet), "--account", "Top", code=2)
    assert [row["number"] for row in run("device", "list")["devices"]] == ["2"]


def test_quarantine(run: Admin, db: str) -> None:
    async def come() -> None:
        store = await Store.open(db, SystemClock())
        async with store.write() as tx:
            await tx.connection.execute(
                insert(QUARANTINE).values(
                    terminal="777",
                    edition=2013,
                    first_ms=1,
                    last_ms=2,
                    count=3,
                    remote="127.0.0.1",
                    imei="860000000000777",
                )
            )
        await store.close()

    run("account", "add", "Top")
    asyncio.run(come())
    assert run("quarantine", "list")["trackers"][0]["count"] == 3
    run("quarantine", "accept", "778", "--account", "Top", code=2)
    run("quarantine", "accept", "777", "--account", "Top", "--number", "0777")
    assert run("quarantine", "list")["trackers"] == []
    assert _query(db, select(DEVICES.c.number, DEVICES.c.imei)) == [("0777", "860000000000777")]


@pytest.mark.asyncio
async def test_a_running_server_hears_of_it(kit: Kit) -> None:
    from mingtang_desk.server.admin import batteries
    from mingtang_desk.server.admin.database import opened

    seen = await take_changes(kit.services, 0)
    async with opened(kit.config, SystemClock()) as beside:
        new = batteries.NewBattery(number="555", terminal=None, account="shop", texts={})
        await batteries.add_devices(beside, [new])
        await batteries.expire(beside, NUMBERS["child"], 12345)
    assert kit.services.directory.by_number("555") is None
    assert await take_changes(kit.services, seen) > seen
    found = kit.services.directory.by_number("555")
    assert found is not None
    assert found.account_path == kit.paths["shop"]
    child = kit.services.directory.by_number(NUMBERS["child"])
    assert child is not None
    assert child.expires_ms == 12345


@pytest.mark.asyncio
async def test_an_account_is_not_moved_under_a_running_server(kit: Kit) -> None:
    words = ("account", "move", "child", "sibling", "--db", kit.services.core.config.url)
    code, document = await asyncio.to_thread(administer, *words)
    assert code == 5
    assert document["error"]["key"] == "server_runs"


def test_nothing_is_made_where_nothing_is(tmp_path: Path) -> None:
    for words in (("account", "list"), ("backup", str(tmp_path / "b")), ("retention",)):
        code, document = administer(*words, "--data", str(tmp_path / "none"))
        assert (code, document["error"]["key"]) == (4, "no_database")
    assert list(tmp_path.iterdir()) == []
