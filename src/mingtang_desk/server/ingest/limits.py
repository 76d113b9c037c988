"""How much one sender may ask of the server, in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is allowed on the way in.

    Attributes:
        connections: at a time, all together; strangers_per_address: of one address before anybody
            on them has proven who he is (many trackers share the address of a mobile network).
        terminals: that may speak on one connection.
        stranger_idle_s: silence after which a link is cut that has proven nothing.
        idle_s: the same for one that has, at least; beats: times the tracker's heartbeat.
        strikes: refused or damaged packets in a row after which a link is cut.
        kept_bad: damaged packets and packets of strangers that are kept of a link.
        frames_per_s, burst: what a link may send while the server is busy; beyond, it is read
            later, nothing is dropped.
        busy: messages on their way to the disk from which the server counts as busy.
        inflight: messages on their way to the disk beyond which nobody is read.
        link_inflight: the same for one link.
        write_bytes: that may wait for a slow reader before its link is cut.
        ask_again_s: silence after which missing parts of a message are asked for again.
        sweep_s: how often all this is looked at.
    """

    connections: int = 60_000
    strangers_per_address: int = 8_000
    terminals: int = 256
    stranger_idle_s: float = 60.0
    idle_s: float = 300.0
    beats: float = 3.0
    strikes: int = 500
    kept_bad: int = 32
    frames_per_s: float = 50.0
    burst: float = 500.0
    busy: int = 2_000
    inflight: int = 20_000
    link_inflight: int = 1_000
    write_bytes: int = 256 * 1024
    ask_again_s: float = 3.0
    sweep_s: float = 1.0


LIMITS = Limits()
