"""The authorisation matrix: every route of the document, asked by everybody.

What belongs to somebody else does not exist: 404, word for word as for what nobody has.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from mingtang_desk.server.accounts.rights import RIGHTS, SCOPES, Right, Role, Scope
from tests.server.clock import FakeClock
from tests.server.kit import Kit, kit_of
from tests.server.openapi import Operation
from tests.server.proof import examples, world
from tests.server.proof.asking import (
    ALIASES,
    PROBLEMS,
    SEARCHES,
    Routes,
    ask,
    is_open,
    make,
    unlike,
    variants,
)
from tests.server.proof.examples import MAKERS, Made

pytestmark = pytest.mark.asyncio


@pytest.fixture(scope="module")
def routes() -> Routes:
    """The document."""
    return Routes.read()


class Stage:
    """A server with everybody in it, and the complaints about it."""

    def __init__(self, kit: Kit, clock: FakeClock, routes: Routes) -> None:
        self.kit = kit
        self.routes = routes
        self.complaints: list[str] = []
        self._clock = clock

    async def ask(
        self, operation: Operation, who: str | None, ids: Made, **more: object
    ) -> httpx.Response:
        """Call a route; time passes, so that no limit on the rate is met."""
        self._clock.advance(5)
        answer = await ask(self.kit, operation, who, ids, **more)  # type: ignore[arg-type]
        if answer.status_code >= 500:
            self.complain(operation, who, answer, "no error of the server")
        kind = answer.headers.get("content-type")
        if answer.status_code >= 400 and kind != "application/problem+json":
            self.complain(operation, who, answer, f"problem+json instead of {kind}")
        return answer

    def complain(
        self, operation: Operation, who: str | None, answer: httpx.Response, wanted: str
    ) -> None:
        """Write down what was not as it has to be."""
        self.complaints.append(
            f"{operation.id} ({operation.method.upper()} {operation.path}) as {who}:"
            f" {answer.status_code}, wanted {wanted}: {answer.text[:300]}"
        )

    def judge(self) -> None:
        """Fail with all that was not as it has to be."""
        if self.complaints:
            pytest.fail("\n".join(self.complaints), pytrace=False)

    def listen(
        self, operation: Operation, who: str | None, answer: httpx.Response, made: Made, sent: Made
    ) -> None:
        """Look in body and headers for what must not be told."""
        heard = answer.content + repr(sorted(answer.headers.items())).encode()
        known = set(sent.values())
        for secret, what in world.secrets_of(self.kit, made.values(), who).items():
            if secret not in known and secret.encode() in heard:
                self.complain(operation, who, answer, f"nothing of {what} ({secret})")


@pytest_asyncio.fixture
async def stage(db: str, tmp_path: Path, clock: FakeClock, routes: Routes) -> AsyncIterator[Stage]:
    """A server whose time moves with the questions."""
    async with kit_of(db, tmp_path, clock=clock, **world.cheap()) as kit:
        await world.populate(kit)
        yield Stage(kit, clock, routes)


def with_ids(routes: Routes) -> Iterator[Operation]:
    """Routes that name an object in their path."""
    return (each for each in routes.operations if each.path_names and not is_open(each))


def is_personal(operation: Operation) -> bool:
    """Whether it is about somebody himself."""
    return examples.PERSONAL.match(operation.path) is not None


async def test_every_route_has_its_examples(routes: Routes) -> None:
    gaps = list(routes.gaps())
    assert not gaps, "\n".join(gaps)


async def test_nobody_is_told_to_log_in(stage: Stage) -> None:
    asked = set()
    for operation in stage.routes.operations:
        made = await make(stage.kit, operation, "shop")
        asked.add(operation.id)
        if is_open(operation):
            continue
        for who in world.NOBODY:
            answer = await stage.ask(operation, who, made)
            if answer.status_code != 401:
                stage.complain(operation, who, answer, "401")
            if "www-authenticate" not in answer.headers:
                stage.complain(operation, who, answer, "WWW-Authenticate")
            stage.listen(operation, who, answer, made, made)
    stage.judge()
    assert len(asked) == sum(
        method in {"get", "put", "post", "delete", "patch"}
        for path in stage.routes.document["paths"].values()
        for method in path
    )


async def test_what_is_somebody_elses_does_not_exist(stage: Stage) -> None:
    for operation in with_ids(stage.routes):
        others = [
            *world.OUTSIDERS,
            *(["top-owner", "shop-manager"] if is_personal(operation) else []),
        ]
        for who in others:
            await world.stay_logged_in(stage.kit)
            made = await make(stage.kit, operation, "shop")
            answer = await stage.ask(operation, who, made)
            nothing = {name: unlike(value) for name, value in made.items()}
            unknown = await stage.ask(operation, who, nothing)
            wanted = {404}
            if who == world.FOREIGN_TOKEN or operation.id in examples.ADMIN:
                wanted = {403, 404}  # a token that may not write at all need not look
            if answer.status_code not in wanted:
                stage.complain(operation, who, answer, "404")
            if shape(answer, made) != shape(unknown, nothing):
                stage.complain(operation, who, answer, f"the same as for no id: {unknown.text}")
            stage.listen(operation, who, answer, made, made)
            if operation.method == "get":
                for query in variants(operation, stage.routes.document):
                    answer = await stage.ask(operation, who, made, query=query)
                    if answer.status_code not in wanted:
                        stage.complain(operation, who, answer, f"404 with {query}")
                    stage.listen(operation, who, answer, made, made)
    stage.judge()


def shape(answer: httpx.Response, ids: Made) -> tuple[int, str, str | None]:
    """An answer without the ids that were asked for."""
    text = answer.text
    for name, value in ids.items():
        text = text.replace(value, f"<{name}>")
    return answer.status_code, text, answer.headers.get("content-type")


async def test_an_own_battery_is_no_way_to_somebody_elses_things(stage: Stage) -> None:
    for operation in with_ids(stage.routes):
        if len(operation.path_names) < 2 or is_personal(operation):
            continue
        for name in operation.path_names:
            await world.stay_logged_in(stage.kit)
            foreign = await make(stage.kit, operation, "shop")
            own = await make(stage.kit, operation, "sibling")
            ids = {**own, name: foreign[name]}
            answer = await stage.ask(operation, "sibling-owner", ids)
            if answer.status_code != 404:
                stage.complain(operation, "sibling-owner", answer, f"404 for a foreign {name}")
            stage.listen(operation, "sibling-owner", answer, foreign, ids)
    stage.judge()


async def test_a_body_names_nothing_of_somebody_else(stage: Stage) -> None:
    for operation in stage.routes.operations:
        if is_open(operation) or operation.id not in examples.BODIES:
            continue
        for name in stage.routes.body_names(operation):
            await world.stay_logged_in(stage.kit)
            # A tracker that somebody else's battery has, not one that nobody entered.
            maker = MAKERS["number" if name == "terminal" else ALIASES.get(name, name)]
            foreign = await maker(stage.kit, "shop", {})
            own = await make(stage.kit, operation, "sibling")

            def put(body: object, name: str = name, foreign: str = foreign) -> object:
                assert isinstance(body, dict), "a body with names of fields is an object"
                return {**body, name: [foreign] if name.endswith("s") else foreign}

            answer = await stage.ask(operation, "sibling-owner", own, change=put)
            if answer.status_code < 400:
                stage.complain(operation, "sibling-owner", answer, f"no use of a foreign {name}")
            stage.listen(operation, "sibling-owner", answer, {name: foreign}, {name: foreign})
    stage.judge()


async def test_lists_hold_nothing_of_somebody_else(stage: Stage) -> None:
    made = {name: await maker(stage.kit, "shop", {}) for name, maker in MAKERS.items()}
    del made["terminal"]  # of nobody
    for operation in stage.routes.operations:
        if operation.method != "get" or operation.path_names or is_open(operation):
            continue
        queries = list(variants(operation, stage.routes.document))
        for name in operation.query_names:
            if (known := ALIASES.get(name, name)) in made:
                queries.append({name: made[known]})
            if name in SEARCHES:
                queries += [{name: world.HUSH}, {name: made["number"][-6:]}]
        for who in world.OUTSIDERS:
            await world.stay_logged_in(stage.kit)
            for query in queries:
                answer = await stage.ask(operation, who, {}, query=query)
                if answer.status_code not in {200, 204, 403, 404}:
                    stage.complain(operation, who, answer, f"an empty list for {query}")
                stage.listen(operation, who, answer, made, query)
    stage.judge()


async def test_a_role_goes_as_far_as_its_rights(stage: Stage) -> None:
    told = 0
    for operation in stage.routes.operations:
        if is_open(operation):
            continue
        for who in (*world.INSIDERS, world.TOKEN):
            await world.stay_logged_in(stage.kit)
            made = await make(stage.kit, operation, "shop")
            answer = await stage.ask(operation, who, made)
            status = answer.status_code
            if is_allowed(stage.routes, operation, who):
                if status in PROBLEMS and operation.id not in examples.BY_HAND:
                    stage.complain(operation, who, answer, "that it is done")
                told += world.HUSH in answer.text
            elif is_personal(operation):
                # A token of a program is not a person; what it may not, its own tests say.
                if status != 404 and who != world.TOKEN:
                    stage.complain(operation, who, answer, "404: it is somebody's own")
            elif status != 403:
                stage.complain(operation, who, answer, "403")
    stage.judge()
    assert told or not any(with_ids(stage.routes)), "nobody is told anything: the matrix is blind"


def is_allowed(routes: Routes, operation: Operation, who: str) -> bool:
    """Whether somebody who sees an object may do this with it."""
    if operation.id in examples.ADMIN:
        return who == "top-owner"
    if is_personal(operation):
        return who == "shop-owner" or (who != world.TOKEN and not operation.path_names)
    right = routes.rights[operation.id]
    if who == world.TOKEN:
        return right in SCOPES[Scope.READ]
    return right in RIGHTS[Role(who.partition("-")[2])]


async def test_rights_are_read_from_the_routes() -> None:
    from fastapi.dependencies.utils import get_dependant

    from mingtang_desk.server.api.deps import having
    from tests.server.proof.asking import _right_of

    call = having(Right.FENCES)
    assert _right_of(get_dependant(path="/", call=call)) is Right.FENCES
