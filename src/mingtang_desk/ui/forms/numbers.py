"""A number that somebody typed, whatever keyboard it came from."""

import math
import unicodedata


def typed_number(text: str, unit: str = "") -> float | None:
    """Return a number typed with or without its unit, None while it is none.

    Point or comma, a Chinese keyboard's wide digits and signs, and a printed minus are all taken.
    """
    plain = unicodedata.normalize("NFKC", text).replace("。", ".").replace("−", "-").strip()
    plain = plain.removesuffix(unicodedata.normalize("NFKC", unit)).strip().replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
