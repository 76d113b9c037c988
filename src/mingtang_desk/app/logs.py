"""One log file of bounded size, warnings on stderr. Raw bytes, secrets and positions go nowhere."""

import logging
import sys
from functools import cached_property

from mingtang_desk.app.home import log_path

_SIZE, _FILES = 1_000_000, 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _LogFile(logging.Handler):
    """The file with those before it; what turns them over is loaded with the first record."""

    @cached_property
    def _file(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler

        made = RotatingFileHandler(
            log_path(), maxBytes=_SIZE, backupCount=_FILES, encoding="utf-8", delay=True
        )
        made.setFormatter(self.formatter)
        return made

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self._file.emit(record)

    def close(self) -> None:
        """Close the file, if there is one."""
        if "_file" in vars(self):
            self._file.close()
        super().close()


def start(*, to_stderr: bool) -> None:
    """Begin to log; a folder that cannot be written is no reason not to run."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.stderr.write(f"no log file: {error}\n")
    else:
        file = _LogFile()
        file.setFormatter(logging.Formatter(_FORMAT))
        root.addHandler(file)
    if to_stderr:
        stream = logging.StreamHandler(sys.stderr)
        stream.setLevel(logging.WARNING)
        stream.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        root.addHandler(stream)
    for quiet in ("alembic", "sqlalchemy", "qasync", "httpx", "httpcore", "websockets"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
