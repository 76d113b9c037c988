"""The documents of the history, where one is kept."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from mingtang_desk.interfaces.storage import Documents


@runtime_checkable
class DocumentSource(Documents, Protocol):
    """A history that keeps documents and tells of changes."""

    def observe(self, callback: Callable[..., None]) -> Callable[[], None]:
        """Call back with a topic after each change; return what ends that."""
        ...


def documents_of(history: object | None) -> DocumentSource | None:
    """Return the history as a keeper of documents, None where it keeps none."""
    return history if isinstance(history, DocumentSource) else None
