"""Every wait of a command in one place, so that tests can shorten them and people be told."""

from dataclasses import dataclass

from mingtang_desk.session.timing import Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class Timers:
    """Seconds.

    Attributes:
        ack_s: for a tracker's 0x0001.
        reply_s: for a board's reply after that.
        single_s: for a command of one question, in all.
        talk_s: for a command of many questions (settings, counters, writes, controls), in all.
        restart_s: for a tracker to come back after a restart or reset.
        back_s: for a link that fell during a write to come back, before the write is unknown.
        grace_s: for a write to end in good order when the server ends.
        retry_s: pauses before the next attempts; a fifth of it more or less, by chance.
        settle_s: pauses between two looks for the truth about an unknown command.
        idle_s: longest sleep of a queue before it looks at the clock again.
    """

    ack_s: float = 10.0
    reply_s: float = 8.0
    single_s: float = 30.0
    talk_s: float = 240.0
    restart_s: float = 180.0
    back_s: float = 60.0
    grace_s: float = 10.0
    retry_s: tuple[float, ...] = (2.0, 5.0)
    settle_s: tuple[float, ...] = (2.0, 10.0, 60.0, 600.0)
    idle_s: float = 30.0

    def radio(self, *, is_known: bool) -> Timing:
        """Return the waits of the desk's own session, fit for a tracker in between.

        Reads are asked twice, once while the protocol `is_known` to nobody yet; what changes the
        board goes out once, and is asked about by reading.
        """
        return Timing(
            reply_s=self.reply_s,
            network_s=self.reply_s,
            write_s=self.reply_s,
            tries=2 if is_known else 1,
            write_tries=3,
            repeat_writes=False,
            quiet_s=0.1,
            owed_s=self.reply_s,
            cleanup_s=self.ack_s + self.reply_s,
            grace_s=self.grace_s,
            read_back_s=self.back_s,
            confirm_s=max(self.reply_s, 3.0),
            restart_s=self.back_s,
            tick_s=5.0,
            listen_s=0.0,
        )
