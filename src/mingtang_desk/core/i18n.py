"""The marker that lets Qt's text extractor find texts in layers that know nothing of Qt."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return `text` unchanged; `context` only tells the extractor where it belongs."""
    return text
