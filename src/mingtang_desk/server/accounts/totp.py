"""One-time codes (RFC 6238: six digits, 30 s) and the codes for when the phone is lost."""

import hashlib
import json
import secrets

import pyotp

STEP_S = 30
DRIFT = 1
"""Steps that the phone's clock may be off to either side."""
ISSUER = "Mingtang Cloud"
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is read for another


def new_secret() -> str:
    """Return a fresh secret: 160 bits in base32."""
    return pyotp.random_base32()


def uri_of(secret: str, login: str) -> str:
    """Return what the QR code of an authenticator holds."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of_code(secret: str, code: str, now_ms: int, last: int | None) -> int | None:
    """Return the step that a code belongs to, None = it is wrong or was taken before.

    Args:
        secret: base32.
        code: six digits; blanks between them do not matter.
        now_ms: what time it is.
        last: the step of the last code that was taken: neither that nor an older one is again.
    """
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    totp = pyotp.TOTP(secret)
    here = now_ms // 1000 // STEP_S
    found = None
    for step in range(here - DRIFT, here + DRIFT + 1):
        if secrets.compare_digest(totp.generate_otp(step), digits):
            found = step
    return None if found is None or (last is not None and found <= last) else found


def new_recovery_codes() -> list[str]:
    """Return codes that each replace one one-time code: 50 bits, as "xxxxx-xxxxx"."""
    letters = ["".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    return [f"{each[:5]}-{each[5:]}" for each in letters]


def stored(codes: list[str]) -> str:
    """Return what is kept of recovery codes."""
    return json.dumps([_hash(code) for code in codes])


def without(kept: str, code: str) -> str | None:
    """Return what is kept once a recovery code was used, None = it is none of them."""
    hashes: list[str] = json.loads(kept)
    used = _hash(code)
    return json.dumps([each for each in hashes if each != used]) if used in hashes else None


def _hash(code: str) -> str:
    letters = "".join(each for each in code.casefold() if each in _LETTERS)
    return hashlib.sha256(letters.encode()).hexdigest()
