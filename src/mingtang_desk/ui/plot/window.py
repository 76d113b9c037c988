"""Which time is shown: the last minutes, all of it, or what the user moved to."""

from enum import StrEnum

SPAN_S = 300.0
LEAST_S = 20.0
"""A first sample does not stand alone on an axis of milliseconds."""
_EDGE = 0.04
_AHEAD = 0.3

type Range = tuple[float, float]


class Showing(StrEnum):
    """What moves the time shown."""

    LAST = "last"
    WHOLE = "whole"
    FREE = "free"


class TimeWindow:
    """Follows the newest sample (or the cursor of a recording) until it is moved by hand.

    Args:
        recorded: all samples are there already, and a cursor says which one is present.

    Attributes:
        showing: what moves it.
        span: seconds shown while it follows.
    """

    def __init__(self, *, recorded: bool = False) -> None:
        self.recorded = recorded
        self.showing = Showing.WHOLE if recorded else Showing.LAST
        self.span = SPAN_S
        self._range: Range = (0.0, SPAN_S)

    @property
    def away(self) -> bool:
        """True when the user moved it, so that something must lead back."""
        return self.showing is Showing.FREE

    def home(self) -> None:
        """Follow again: the newest sample, or all of a recording."""
        self.showing = Showing.WHOLE if self.recorded else Showing.LAST

    def whole(self) -> None:
        """Show all there is, and what will come."""
        self.showing = Showing.WHOLE

    def moved(self, begin: float, end: float) -> None:
        """Take what the user moved to."""
        self.showing, self._range = Showing.FREE, (begin, end)

    def zoom(self, factor: float, about: float | None) -> None:
        """Show `factor` as much time, around a time, or around what it follows."""
        begin, end = self._range
        if about is None and self.showing is not Showing.FREE:
            self.showing, self.span = Showing.LAST, max((end - begin) * factor, 0.01)
            return
        about = (begin + end) / 2 if about is None else about
        self.moved(about - (about - begin) * factor, about + (end - about) * factor)

    def range(self, first: float, last: float, present: float) -> Range:
        """Return what to show of samples from `first` to `last`."""
        if self.showing is Showing.WHOLE:
            self._range = _padded(first, last, self.recorded)
        elif self.showing is Showing.LAST and self.recorded:
            begin, end = self._range
            edge = (end - begin) * _EDGE
            fits = abs((end - begin) - self.span) < self.span * 1e-6
            if not fits or not begin + edge <= present <= end - edge:
                # By the page, so that a cursor that is dragged does not run away.
                begin = present - self.span * _AHEAD
                self._range = (begin, begin + self.span)
        elif self.showing is Showing.LAST:
            begin = max(first, last - self.span)
            least = min(self.span, LEAST_S)
            self._range = (begin, max(last, begin + least))
        return self._range


def _padded(first: float, last: float, recorded: bool) -> Range:
    span = max(last - first, 1.0 if recorded else LEAST_S)
    edge = span * 0.01 if recorded else 0.0
    return first - edge, first + span + edge
