"""Local echo: half-duplex adapters that hear themselves give every sent byte back."""


class EchoFilter:
    """Takes our own bytes out of what is received.

    An echo may come in pieces or stop half way (the adapter switched direction late). What turns
    out not to be our echo is handed on complete, held-back bytes included: a reply may start like
    its request.
    """

    def __init__(self) -> None:
        self._expected = b""
        self._matched = 0

    def sent(self, data: bytes) -> None:
        """Note what was sent; an older echo that never came is no longer waited for."""
        self._expected, self._matched = data, 0

    def received(self, chunk: bytes) -> bytes:
        """Return what of a chunk is not our echo."""
        while chunk and self._matched < len(self._expected):
            rest = self._expected[self._matched :]
            common = min(len(rest), len(chunk))
            if chunk[:common] != rest[:common]:
                held = self._expected[: self._matched]
                self._expected, self._matched = b"", 0
                return held + chunk
            self._matched += common
            chunk = chunk[common:]
        return chunk
