"""The cursor of a track that is played: where it is, how fast it goes, what it skips; no Qt."""

from bisect import bisect_left

from mingtang_desk.cloud.playback import Playback

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Of real time."""


class Player:
    """The cursor of a playback.

    Attributes:
        t: where it is.
        speed: seconds of the track in a second.
        skips: it does not wait in stops and gaps.
        playing: it goes on by `advance`.
    """

    def __init__(self, track: Playback) -> None:
        self.track, self.t = track, track.start
        self.speed, self.skips, self.playing = 1.0, False, False

    def advance(self, seconds: float) -> None:
        """Go on for so many seconds of the one who looks; at the end it stops."""
        if not self.playing:
            return
        self.t += seconds * self.speed
        if self.skips:
            self.t = self.track.behind(self.t)
        if self.t >= self.track.end:
            self.t, self.playing = self.track.end, False

    def play(self, on: bool = True) -> None:
        """Play or wait; at the end it begins again from the start."""
        if on and self.t >= self.track.end:
            self.t = self.track.start
        self.playing = on and bool(self.track)

    def seek(self, t: float) -> None:
        """Go to a time."""
        self.t = min(max(t, self.track.start), self.track.end)

    def step(self, points: int) -> None:
        """Go so many points on, or back; between two points back leads to the one before."""
        times = self.track.times
        if not times:
            return
        at = bisect_left(times, self.t)
        is_on = at < len(times) and times[at] == self.t
        target = at + points if is_on or points < 0 else at + points - 1
        self.t = times[min(max(target, 0), len(times) - 1)]

    def faster(self, steps: int) -> None:
        """Take a higher speed of `SPEEDS`, or a lower one."""
        at = min(range(len(SPEEDS)), key=lambda n: abs(SPEEDS[n] - self.speed))
        self.speed = SPEEDS[min(max(at + steps, 0), len(SPEEDS) - 1)]
