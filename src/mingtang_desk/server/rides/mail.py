"""E-mail through the SMTP server that the admin named."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any

TIMEOUT_S = 10.0


class MailError(Exception):
    """It could not be delivered.

    Attributes:
        key: what went wrong ("no_smtp", "smtp_refused", "not_reached").
    """

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """A server that takes mail.

    Attributes:
        host, port: where it is.
        security: "tls" from the beginning, "starttls", or "none".
        sender: address that mail comes from.
        user, password: "" = without a login.
    """

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = ""


def smtp_of(told: Mapping[str, Any]) -> Smtp:
    """Return a server of its JSON."""
    return Smtp(**told)


def send(smtp: Smtp, to: str, subject: str, text: str) -> None:
    """Deliver a mail; blocks for at most some timeouts, so call it in a thread.

    Raises:
        MailError: it was not taken.
    """
    try:
        message = EmailMessage()
        message["From"], message["To"] = smtp.sender, to
        message["Subject"] = " ".join(subject.split())
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="mingtang.invalid")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        with _connected(smtp) as server:
            if smtp.user:
                server.login(smtp.user, smtp.password)
            server.send_message(message)
    except smtplib.SMTPException as error:
        raise MailError("smtp_refused") from error
    except (OSError, ValueError) as error:
        raise MailError("not_reached") from error


def _connected(smtp: Smtp) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if smtp.security == "tls":
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=TIMEOUT_S, context=context)
    server = smtplib.SMTP(smtp.host, smtp.port, timeout=TIMEOUT_S)
    try:
        if smtp.security == "starttls":
            server.starttls(context=context)
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server
