"""What a refusal of a server is in our words."""

from mingtang_desk.cloud.address import ServerAddress
from mingtang_desk.cloud.decode import plain
from mingtang_desk.cloud.http import Answer
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

_TYPE = "urn:mingtang:problem:"
_REST_S = 5
"""Where a server that wants rest does not say how long."""
_WEAK = {
    "too_short": QT_TRANSLATE_NOOP("Reason", "It needs at least 10 characters."),
    "too_long": QT_TRANSLATE_NOOP("Reason", "It has more than 256 characters."),
    "is_login": QT_TRANSLATE_NOOP("Reason", "It is the login name."),
    "common": QT_TRANSLATE_NOOP("Reason", "It is among the first that are tried."),
}


def key_of(answer: Answer) -> str:
    """Return what a problem is about, "" where it is none of our servers'."""
    if not answer.is_problem or not isinstance(answer.body, dict):
        return ""
    kind = answer.body.get("type")
    return kind.removeprefix(_TYPE) if isinstance(kind, str) and kind.startswith(_TYPE) else ""


def error_of(server: ServerAddress, answer: Answer, user: str) -> CloudError:
    """Return the error for an answer that is not the one that was hoped for."""
    where, key, detail = server.text, key_of(answer), _detail(answer)
    match answer.status, key:
        case 401, "totp_required":
            return CloudRefusalError("cloud_code_due", user=user)
        case 401 | 422, "wrong_code":
            return CloudRefusalError("cloud_code_wrong")
        case 401, "wrong_login":
            return CloudRefusalError("cloud_login_refused", server=where, user=user)
        case 401, _:
            return CloudRefusalError("cloud_logged_out", server=where, user=user)
        case 429, _:
            rest = answer.retry_after_s
            return CloudRefusalError(
                "cloud_too_many", server=where, seconds=_REST_S if rest is None else rest
            )
        case 403, "wrong_password":
            return CloudRefusalError("cloud_password_wrong", user=user)
        case 422, "weak_password":
            return CloudRefusalError("cloud_password_weak", detail=_weakness(answer) or detail)
        case 409, "agreement_changed":
            return CloudRefusalError("cloud_agreement_changed", server=where)
        case 403, "device_expired" | "device_not_enabled":
            return CloudRefusalError("cloud_battery_over", server=where, detail=detail, problem=key)
        case 403, _:
            problem = plain(key, 60)
            return CloudRefusalError(
                "cloud_not_permitted", server=where, detail=detail, problem=problem
            )
        case 404, "not_known_yet":
            return CloudError("cloud_not_known_yet", server=where, detail=detail)
        case 404, "not_found":
            return CloudRefusalError("cloud_not_found", server=where, detail=detail)
    if 400 <= answer.status < 500 and key:
        return CloudRefusalError(
            "cloud_refused", server=where, problem=plain(key, 60), detail=detail
        )
    if key or answer.status >= 500:
        return CloudError("cloud_failed", server=where, status=answer.status, detail=detail)
    detail = f"status {answer.status} without words of ours"
    return CloudError("cloud_answer_invalid", server=where, detail=detail)


def _detail(answer: Answer) -> str:
    detail = answer.body.get("detail") if isinstance(answer.body, dict) else None
    return plain(detail) if isinstance(detail, str) and detail else "it does not say why."


def _weakness(answer: Answer) -> str:
    reason = answer.body.get("reason") if isinstance(answer.body, dict) else None
    return _WEAK.get(reason, "") if isinstance(reason, str) else ""
