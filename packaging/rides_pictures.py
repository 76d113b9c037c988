"""Draws the pictures of docs/server/rides.md into docs/images/rides-*.svg.

States and their numbers are written here; the storm is what the server's own counter says.
"""

from __future__ import annotations

from pathlib import Path

from mingtang_desk.geo.arming import ArmSettings
from mingtang_desk.server.rides.alarms import MERGED_S
from mingtang_desk.server.rides.kinds import CLEAR_S
from mingtang_desk.server.rides.storms import MORE_THAN, WITHIN_MS, Storms

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTH = 760
INK, FAINT, CALM, WATCH, BAD = "#222222", "#8a8a8a", "#2e8b57", "#1f6fb2", "#c0392b"
type Point = tuple[float, float]


class Sheet:
    """An SVG in pixels, y down."""

    def __init__(self, height: int) -> None:
        self.height = height
        self.parts: list[str] = []

    def say(self, x: float, y: float, text: str, colour: str = INK, anchor: str = "middle") -> None:
        """A text."""
        clean = text.replace("&", "&amp;").replace("<", "&lt;")
        self.parts.append(
            f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}" text-anchor="{anchor}">{clean}</text>'
        )

    def box(self, x: float, y: float, text: str, colour: str, wide: float = 120) -> None:
        """A state, by its middle."""
        self.parts.append(
            f'<rect x="{x - wide / 2:.0f}" y="{y - 20:.0f}" width="{wide:.0f}" height="40" rx="8" '
            f'fill="white" stroke="{colour}" stroke-width="2"/>'
        )
        self.say(x, y + 5, text, colour)

    def bar(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        """A filled bar by its upper left corner."""
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" '
            f'fill="{colour}"/>'
        )

    def arrow(self, points: list[Point], text: str = "", at: Point | None = None) -> None:
        """A chain of points with a head, and what it means."""
        chain = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        self.parts.append(
            f'<polyline points="{chain}" fill="none" stroke="{INK}" marker-end="url(#head)"/>'
        )
        if text:
            x, y = at or ((points[0][0] + points[-1][0]) / 2, points[0][1] - 8)
            self.say(x, y, text, FAINT)

    def line(self, points: list[Point], colour: str, dash: str = "") -> None:
        """A chain of points."""
        chain = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(
            f'<polyline points="{chain}" fill="none" stroke="{colour}" stroke-width="1.5" '
            f'stroke-dasharray="{dash}"/>'
        )

    def save(self, name: str) -> None:
        """Write it."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" '
            f'font-family="sans-serif" font-size="13"><defs><marker id="head" viewBox="0 0 8 8" '
            f'refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
            f'<path d="M0,0 L8,4 L0,8 z" fill="{INK}"/></marker></defs>'
            f'<rect width="{WIDTH}" height="{self.height}" fill="white"/>'
        )
        text = "\n".join([head, *self.parts, "</svg>", ""])
        (TARGET / name).write_text(text, encoding="utf-8")


def arming() -> None:
    """The guard and what leads from state to state."""
    s, sheet = ArmSettings(), Sheet(270)
    for x, text, colour in (
        (90, "disarmed", FAINT), (290, "arming", WATCH), (490, "armed", CALM), (680, "alarm", BAD),
    ):  # fmt: skip
        sheet.box(x, 120, text, colour)
    sheet.arrow([(150, 120), (228, 120)], "arm", (189, 110))
    sheet.arrow([(350, 120), (428, 120)], f"still {s.still_s:g} s", (389, 110))
    sheet.arrow([(550, 120), (618, 120)], "shaken,", (585, 110))
    sheet.say(585, 140, "moved", FAINT)
    sheet.arrow([(680, 98), (680, 60), (500, 60), (500, 98)], "calm again", (590, 52))
    sheet.arrow([(480, 98), (480, 30), (90, 30), (90, 98)], "ignition on", (285, 22))
    sheet.arrow(
        [(680, 142), (680, 210), (100, 210), (100, 142)], "disarm: its alarms end", (390, 202)
    )
    sheet.line([(490, 142), (490, 210)], INK)
    sheet.line([(290, 142), (290, 210)], INK)
    sheet.arrow([(80, 142), (80, 245), (300, 245), (300, 142)])
    sheet.say(190, 238, "auto: a ride has ended", FAINT)
    sheet.save("rides-arming.svg")


def alarms() -> None:
    """The life of an alarm."""
    sheet = Sheet(250)
    for x, text, colour in (
        (80, "nothing", FAINT), (260, "pending", WATCH), (450, "raised", BAD),
        (660, "cleared", CALM),
    ):  # fmt: skip
        sheet.box(x, 90, text, colour)
    sheet.box(555, 200, "acknowledged", WATCH, 130)
    sheet.arrow([(140, 90), (198, 90)], "begins", (169, 80))
    sheet.arrow([(320, 90), (388, 90)], "lasted", (354, 80))
    sheet.arrow([(260, 112), (260, 150), (80, 150), (80, 112)], "gone before", (170, 143))
    sheet.arrow([(510, 90), (598, 90)], f"away {CLEAR_S:g} s", (554, 80))
    sheet.arrow([(470, 112), (520, 178)], "seen", (475, 155))
    sheet.arrow([(590, 178), (640, 112)], "away", (640, 155))
    sheet.arrow([(430, 68), (430, 30), (470, 30), (470, 68)], "", None)
    sheet.say(450, 22, f"again within {MERGED_S:g} s: counted", FAINT)
    sheet.say(20, 225, "a type that is switched off raises nothing", FAINT, "start")
    sheet.say(260, 200, "kept over a restart", FAINT)
    sheet.save("rides-alarms.svg")


def days() -> None:
    """Which days are made again after a late row."""
    sheet = Sheet(190)
    left, wide = 50.0, 132.0
    for n, day in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri")):
        sheet.line([(left + n * wide, 30), (left + n * wide, 160)], FAINT, "3 3")
        sheet.say(left + (n + 0.5) * wide, 24, day, FAINT)
    for at, length, colour in (
        (0.3, 0.12, WATCH), (0.75, 0.1, WATCH), (1.3, 0.14, WATCH), (2.35, 0.1, WATCH),
        (2.8, 0.1, WATCH), (3.4, 0.1, WATCH), (4.3, 0.12, WATCH),
    ):  # fmt: skip
        sheet.bar(left + at * wide, 60, length * wide, 26, colour)
    sheet.say(left, 54, "rides", WATCH, "start")
    row = left + 2.6 * wide
    sheet.arrow([(row, 128), (row, 90)])
    sheet.say(row, 143, "a row that comes late", BAD)
    begin, end = left + 1.44 * wide, left + 3.4 * wide
    sheet.line([(begin, 104), (end, 104)], BAD)
    for x in (begin, end):
        sheet.line([(x, 98), (x, 110)], BAD)
    sheet.say(
        left, 178, "made again: its day, from the stop before it to the stop after it", INK, "start"
    )
    sheet.save("rides-days.svg")


def storm() -> None:
    """How 80 batteries that fall silent are told, as the server's counter does it."""
    sheet, storms = Sheet(260), Storms()
    left, base, step, high = 50.0, 220.0, 8.0, 2.2
    alone = within = 0
    broke: float | None = None
    for n in range(80):
        now = n * 500
        joined = storms.joined("offline", "/a", now)
        brewed = None if joined else storms.brewed("offline", "/a", n, now, "storm")
        if brewed is not None:
            broke = n
        alone += joined is None and brewed is None
        within += joined is not None or brewed is not None
        sheet.bar(left + n * step, base - alone * high, step - 1, alone * high, WATCH)
        sheet.bar(left + n * step, base - (alone + within) * high, step - 1, within * high, BAD)
    assert broke is not None
    x = left + broke * step
    sheet.line([(x, 30), (x, base)], INK, "4 3")
    sheet.say(
        x - 6,
        40,
        f"number {broke + 1:.0f}: more than {MORE_THAN} within {WITHIN_MS // 1000} s",
        INK,
        "end",
    )
    sheet.say(left, 245, f"told one by one: {alone}", WATCH, "start")
    sheet.say(WIDTH - 50, 245, f"listed in the storm, which is told once: {within}", BAD, "end")
    sheet.save("rides-storm.svg")


def fence_sides() -> None:
    """What a fence makes of a ride out and back: the edge, its band, and when it is told."""
    from mingtang_desk.geo.fence import Circle, Fence, Seen

    sheet, fence = Sheet(260), Fence(Circle(22.5, 114.0, 200.0))
    left, base, per_m, per_row = 60.0, 225.0, 0.5, 8.0
    sheet.line([(left, base - 200 * per_m), (WIDTH - 20, base - 200 * per_m)], INK, "5 3")
    sheet.say(left + 4, base - 200 * per_m - 5, "edge, 200 m", INK, "start")
    metres = [0.0] * 8 + [195.0, 205.0, 197.0, 206.0, 196.0] + [40.0 * n for n in range(5, 11)]
    metres += [400.0] * 14 + [400.0 - 40 * n for n in range(11)] + [0.0] * 25
    chain = []
    for n, far in enumerate(metres):
        x, y = left + n * per_row, base - far * per_m
        chain.append((x, y))
        lat = 22.5 + far / 111_195
        speed = 0.0 if n < 8 or far in (0.0, 400.0) else 14.0
        event = fence.step(
            Seen(time=1e9 + 10 * n, lat=lat, lon=114.0, accuracy_m=5.0, speed_kmh=speed)
        )
        if event is not None:
            word = str(event.crossing.value)
            sheet.line([(x, 20), (x, base)], BAD, "3 3")
            sheet.say(x, 16, f"{word} is told", BAD)
    sheet.line(chain, WATCH)
    sheet.say(
        left,
        248,
        "distance from the middle, a row every 10 s: the jitter at the edge is nothing",
        FAINT,
        "start",
    )
    sheet.save("rides-fence.svg")


def main() -> None:
    """Draw all."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for draw in (arming, alarms, days, storm, fence_sides):
        draw()


if __name__ == "__main__":
    main()
