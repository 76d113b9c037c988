"""Words of tooltips, in which names from boards, people and files are never taken for HTML."""


def plain_tip(text: str) -> str:
    """Return a tooltip that shows `text` as it is: tooltips guess, and have no format to be set."""
    if "<" not in text and "&" not in text:
        return text
    from html import escape  # with a table of all entities, that the first paint goes without

    return f"<qt>{escape(text).replace(chr(10), '<br/>')}</qt>"
