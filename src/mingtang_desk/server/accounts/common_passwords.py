"""Passwords that everybody tries first; compared case-folded, without what was hung on behind.

Words and runs of keys as they lead every published list; longer ones are found by their stem, so
that "Password2026!" is as common as "password".
"""

_WORDS = """
password passw0rd p@ssw0rd p@ssword pass passwort contrasena motdepasse senha parola haslo
qwerty qwertyui qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc
1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 zaq12wsx qweasdzxc
qwe asd abc abcd abcde abcdef abcdefg abcdefgh abcdefghi abcdefghij a1b2c3d4 a1b2c3d4e5
admin administrator root user guest test testtest demo login welcome letmein changeme default
secret master access system manager server computer internet hello iloveyou lovely love
monkey dragon sunshine princess football baseball basketball superman batman shadow michael
jordan charlie freedom whatever trustno starwars pokemon ninja mustang killer hunter summer
winter spring autumn flower cookie cheese banana chocolate soccer hockey liverpool chelsea
woaini woaini1314 wodemima mima nihao zhongguo shenzhen beijing shanghai battery lithium
mingtang bms tracker ebike scooter
"""
_ROWS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiopasdfghjklzxcvbnm",
)
_TAIL = "0123456789!@#$%^&*.,;:_-+=?~()[]{}<>/|\\'\" "
STEMS = frozenset(_WORDS.split()) | {word.strip(_TAIL) for word in _WORDS.split()}


def is_common(password: str) -> bool:
    """Whether a password is among the first that are tried."""
    folded = password.casefold()
    core = folded.strip("!@#$%^&*.?")
    if len(set(folded)) < 4 or any(core in row for row in _ROWS) or _is_repeated(folded):
        return True
    stem = stem_of(folded)
    return core in STEMS or stem in STEMS or _is_repeated(stem)


def stem_of(password: str) -> str:
    """Return a password case-folded, without digits and signs before and behind."""
    return password.casefold().strip(_TAIL)


def _is_repeated(text: str) -> bool:
    """Whether it is a short piece again and again."""
    return any(
        len(text) % size == 0 and text == text[:size] * (len(text) // size)
        for size in range(1, len(text) // 2 + 1)
    )
