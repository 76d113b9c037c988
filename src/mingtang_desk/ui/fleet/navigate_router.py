"""Which router is asked for ways: kind, address, key. There is none until somebody sets one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from mingtang_desk.cloud.route_decode import RouterKind
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.session.secrets import Secrets
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.fleet.navigate_words import ROUTERS
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import choice, label, plain, primary
from mingtang_desk.ui.widgets.layouts import button_row

if TYPE_CHECKING:
    from mingtang_desk.cloud.routers import Router


class RouterForm(QWidget):
    """`done` after it was saved or left."""

    done = Signal()

    def __init__(self, context: PanelContext, secrets: Secrets) -> None:
        super().__init__()
        self._context, self._secrets = context, secrets
        self._keys: dict[str, str] = {}
        self.kind, self.url, self.key = choice(), QLineEdit(), QLineEdit()
        for kind in RouterKind:
            self.kind.addItem(ROUTERS[kind], kind.value)
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.url.setPlaceholderText("https://router.example.org")
        self.hint, self.problem = label("muted", wrap=True), label("bad", wrap=True)
        self.note = label("warn", wrap=True)
        self.save_button, self.cancel_button = primary(context.theme), plain(context.theme)
        self.save_button.clicked.connect(lambda: spawn(self, self._save()))
        self.url.returnPressed.connect(self.save_button.click)
        self.key.returnPressed.connect(self.save_button.click)
        self.cancel_button.clicked.connect(self.done)
        self.captions = [label("muted") for _ in range(3)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.hint)
        fields = (self.kind, self.url, self.key)
        for caption, field in zip(self.captions, fields, strict=True):
            column.addSpacing(4)
            column.addWidget(caption)
            column.addWidget(field)
        column.addWidget(self.problem)
        column.addWidget(self.note)
        foot = button_row(self.cancel_button, self.save_button)
        column.addSpacing(4)
        column.addLayout(foot)
        self.show_error(None)
        self.note.hide()

    @property
    def name(self) -> str:
        """What is set up, "" = nothing."""
        kept = self._context.prefs.values.router
        kind, url = kept.get("kind", ""), kept.get("url", "")
        return f"{ROUTERS[RouterKind(kind)]} · {url}" if kind in set(RouterKind) and url else ""

    async def router(self) -> Router | None:
        """Return the router that is set up, with its key; None = there is none."""
        from mingtang_desk.cloud.routers import Router

        if not self.name:
            return None
        kept = self._context.prefs.values.router
        url = kept["url"]
        key = self._keys.get(url)
        if key is None and kept.get("key"):
            key = await self._secrets.get(_secret(url))
        return Router(kind=RouterKind(kept["kind"]), url=url, key=key or "")

    def begin(self) -> None:
        """Show what is set up."""
        kept = self._context.prefs.values.router
        self.kind.setCurrentIndex(max(self.kind.findData(kept.get("kind", "")), 0))
        self.url.setText(kept.get("url", ""))
        self.key.clear()
        self.show_error(None)
        self.note.hide()
        self.url.setFocus()

    def show_error(self, error: MingtangError | None) -> None:
        """Say what is wrong with what was typed."""
        self.problem.setText("" if error is None else " ".join(error_words(error)))
        self.problem.setVisible(error is not None)

    def retranslate(self) -> None:
        """Write all texts."""
        self.hint.setText(
            self.tr(
                "This router, and no other, learns start and end of a way when you ask for it. "
                "Empty: no router is asked."
            )
        )
        texts = (self.tr("Kind"), self.tr("Address"), self.tr("Key, if it needs one"))
        fields = (self.kind, self.url, self.key)
        for caption, text, field in zip(self.captions, texts, fields, strict=True):
            caption.setText(text)
            field.setAccessibleName(text)
        self.key.setPlaceholderText(self.tr("As it is kept"))
        self.save_button.setText(self.tr("Use this router"))
        self.cancel_button.setText(self.tr("Cancel"))

    async def _save(self) -> None:
        from mingtang_desk.cloud.routers import router_url

        typed, key = self.url.text().strip(), self.key.text().strip()
        kept = self._context.prefs.values.router
        if not typed:
            if kept.get("url"):
                await self._secrets.drop(_secret(kept["url"]))
            self._context.prefs.set(router={})
            self.done.emit()
            return
        url = router_url(typed, key=key)
        if kept.get("url", url) != url:  # a key belongs to one address, and is not kept without it
            await self._secrets.drop(_secret(kept["url"]))
            self._keys.pop(kept["url"], None)
        keyed = kept.get("key", "") if kept.get("url") == url else ""
        if key:
            self._keys[url] = key
            keyed = "keyring" if await self._secrets.put(_secret(url), key) else "memory"
        self._context.prefs.set(router={"kind": self.kind.currentData(), "url": url, "key": keyed})
        self.key.clear()
        if keyed == "memory":
            self.note.setText(
                self.tr("There is no keyring here: the key is kept until this window is closed.")
            )
            self.note.show()
        self.done.emit()


def _secret(url: str) -> str:
    """The name of a key: it belongs to one address and goes to no other."""
    return f"router {url}"
