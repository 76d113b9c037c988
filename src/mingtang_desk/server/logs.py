"""The log of the server: one JSON object a line, without secrets, positions and numbers.

Whoever writes a line leaves them out; what slips through is taken out here, by what it looks like:
values of telling keys, tokens, coordinates, runs of digits that are somebody's number.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from mingtang_desk.core.clock import iso
from mingtang_desk.server.times import moment_of

OURS = ("mingtang_desk", "uvicorn")
QUIET = ("sqlalchemy", "aiosqlite", "psycopg", "websockets", "asyncio", "alembic")
"""Libraries that tell what they carry when they tell much: never below WARNING."""
GONE = "…"
_KEYS = (
    r"authorization|password|passwort|secret|token|access_token|refresh_token|auth_code|code|totp"
    r"|recovery|cookie|lat|lon|latitude|longitude|number|terminal|imei|sim|iccid"
)
_RULES = (
    (re.compile(r"\b(bearer|basic)\s+[^\s\"',;]+", re.IGNORECASE), rf"\1 {GONE}"),
    (
        re.compile(
            rf"""(["']?\b(?:{_KEYS})["']?\s*[=:]\s*)(?:"[^"]*"|'[^']*'|[^\s,;&)}}\]"']+)""",
            re.IGNORECASE,
        ),
        rf"\1{GONE}",
    ),
    (re.compile(r"\?[^\s\"']+"), f"?{GONE}"),  # the query of a URL
    (re.compile(r"(?<![\w.])[-+]?\d{1,3}\.\d{4,}"), GONE),  # a coordinate
    (re.compile(r"(?<![\w-])\+?\d{7,}(?![\w-])"), GONE),  # a number of a battery, SIM or phone
    (re.compile(r"(?<![\w-])[\w-]*(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{32,}"), GONE),  # a token
)


def redacted(text: str) -> str:
    """Return a text without what looks like a secret, a position or a number."""
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


class Redaction(logging.Filter):
    """Takes out of a record what does not belong into a log, also out of its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; it is kept."""
        record.msg, record.args = redacted(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redacted(record.exc_text)
        if record.stack_info:
            record.stack_info = redacted(record.stack_info)
        return True


class Lines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line."""
        line: dict[str, object] = {
            "time": iso(moment_of(round(record.created * 1000))),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_text:
            line["traceback"] = record.exc_text
        return json.dumps(line, ensure_ascii=False)


@contextmanager
def logging_to(stream: TextIO, level: int = logging.INFO) -> Iterator[None]:
    """Write the log of the server and of its web server to a stream while this lasts."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    handler.addFilter(Redaction())  # of the handler: loggers do not filter what is below them
    before = []
    for name in (*OURS, *QUIET):
        logger = logging.getLogger(name)
        before.append((logger, logger.level, logger.propagate))
        logger.setLevel(level if name in OURS else max(level, logging.WARNING))
        logger.propagate = False
        logger.addHandler(handler)
    try:
        yield
    finally:
        for logger, was, propagate in before:
            logger.removeHandler(handler)
            logger.setLevel(was)
            logger.propagate = propagate
        handler.flush()
