"""One log file of bounded size, warnings on stderr. Raw bytes, secrets and positions go nowhere."""

import logging
import logging.handlers
import sys

from mingtang_desk.app.home import log_path

_SIZE, _FILES = 1_000_000, 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start(*, to_stderr: bool) -> None:
    """Begin to log; a folder that cannot be written is no reason not to run."""
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        file = logging.handlers.RotatingFileHandler(
            log_path(), maxBytes=_SIZE, backupCount=_FILES, encoding="utf-8", delay=True
        )
    except OSError as error:
        sys.stderr.write(f"no log file: {error}\n")
    else:
        file.setFormatter(logging.Formatter(_FORMAT))
        root.addHandler(file)
    if to_stderr:
        stream = logging.StreamHandler(sys.stderr)
        stream.setLevel(logging.WARNING)
        stream.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
        root.addHandler(stream)
    for quiet in ("alembic", "sqlalchemy", "qasync", "httpx", "httpcore", "websockets"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
