import random
from dataclasses import dataclass, field

from websockets.frames import Frame, Opcode

from mingtang_desk.server.accounts.principal import is_within
from mingtang_desk.server.logs import redacted
from mingtang_desk.server.metrics import Metrics
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.push.frames import body_of, text_frame
from mingtang_desk.server.push.index import Index
from mingtang_desk.server.push.topics import Topics

PATHS = ("/a", "/a/b", "/a/b/c", "/a/bb", "/a/d", "/x")


@dataclass(eq=False)
class Ear:
    top: str
    topics: Topics
    heard: list[Event] = field(default_factory=list)

    def put(self, event: Event, body: bytes, frame: bytes) -> None:
        self.heard.append(event)

    def flush(self) -> None:
        pass


def event(kind: Kind, path: str, number: str) -> Event:
    return Event(kind=kind, device=1, number=number, account_path=path, value={})


def hears(ear: Ear, told: Event) -> bool:
    if not is_within(told.account_path, ear.top):
        return False
    topics = ear.topics
    if told.kind is Kind.ALARM:
        return topics.alarm
    if told.kind is Kind.COMMAND:
        return topics.command
    places = topics.accounts.values()
    return (
        topics.devices
        or told.number in topics.numbers
        or any(is_within(told.account_path, each) for each in places)
    )


def chosen(dice: random.Random, top: str) -> Topics:
    below = [path for path in PATHS if is_within(path, top)]
    return Topics(
        devices=dice.random() < 0.3,
        numbers=frozenset(dice.sample("1234", dice.randrange(3))),
        accounts={str(n): dice.choice(below) for n in range(dice.randrange(2))},
        alarm=dice.random() < 0.5,
        command=dice.random() < 0.5,
    )


def test_the_index_finds_exactly_who_may_and_wants_to_hear() -> None:
    dice = random.Random(6)
    index, ears = Index(), list[Ear]()
    for _ in range(60):
        top = dice.choice(PATHS)
        ears.append(Ear(top, chosen(dice, top)))
        index.place(ears[-1])
    for step in range(300):
        told = event(dice.choice(list(Kind)), dice.choice(PATHS), dice.choice("1234"))
        assert set(index.who(told)) == {ear for ear in ears if hears(ear, told)}
        ear = dice.choice(ears)
        if step % 3:
            ear.top = dice.choice(PATHS)
            ear.topics = chosen(dice, ear.top)
            index.place(ear)
        else:
            ears.remove(ear)
            index.remove(ear)
            index.remove(ear)
            ears.append(Ear(ear.top, ear.topics))
            index.place(ears[-1])
    for ear in ears:
        index.remove(ear)
    assert not index._groups
    assert not index._numbers


def test_a_frame_is_what_the_library_makes() -> None:
    for size in (0, 125, 126, 65_535, 65_536):
        body = b"x" * size
        wanted = Frame(Opcode.TEXT, body).serialize(mask=False)
        assert text_frame(body) == wanted


def test_an_event_as_bytes() -> None:
    told = Event(
        kind=Kind.ALARM, device=1, number='1"2', account_path="/a", value={"a": "é"}, seq=7
    )
    assert body_of(told).decode() == '{"seq":7,"t":"alarm","d":"1\\"2","v":{"a":"é"}}'


def test_what_a_log_may_not_say() -> None:
    for private, text in (
        ("abcd1234", "Authorization: Bearer abcd1234"),
        ("abcd1234", "{'authorization': 'Bearer abcd1234', 'x': 1}"),
        ("hunter2", '{"password": "hunter2"}'),
        ("hunter2", "password=hunter2&x=1"),
        ("22.5", '{"lat": 22.5, "lon": 114.0}'),
        ("114.05", "at 22.54310, 114.05790"),
        ("13800000001", "battery 13800000001 is there"),
        ("s3cr3t", "GET /api/v1/stream?token=s3cr3t [accepted]"),
        ("tok", "x " + "tok" + "A1b2" * 10),
    ):
        assert private not in redacted(text), text
    kept = "request 0a1b2c failed: ValueError at store.py:12 write, 3 of 500 in 12.5 ms"
    assert redacted(kept) == kept


def test_metrics_are_bounded_and_readable() -> None:
    metrics = Metrics()
    for each in range(5000):
        metrics.count("x_total", name=str(each))
    metrics.count("y_total", 2.5)
    metrics.gauge("z", lambda: 3)
    lines = metrics.text({"w": 1}).splitlines()
    assert len(lines) < 2010
    assert 'mingtang_x_total{name="0"} 1' in lines
    assert "mingtang_z 3" in lines
    assert lines[-1] == "mingtang_z 3"
