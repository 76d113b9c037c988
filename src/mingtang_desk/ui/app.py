"""The window as a coroutine: `run_window` shows it and returns when the user leaves."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from mingtang_desk.core.assets import resource_path
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.session.lending import HubLender, Question
from mingtang_desk.ui.garbage import GarbageTimer
from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.map.backend import prepare_process
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PackOffer, PanelContext, PortOffer
from mingtang_desk.ui.tasks import cancel_all
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme

if TYPE_CHECKING:
    from mingtang_desk.cloud.desk import CloudDesk
    from mingtang_desk.session.found import Tell
    from mingtang_desk.session.golden_files import GoldenShelf
    from mingtang_desk.session.hub import DeviceHub
    from mingtang_desk.session.portshare import PortShare
    from mingtang_desk.session.roles import Roles
    from mingtang_desk.ui.port_question import PortQuestion
    from mingtang_desk.ui.prefs import Preferences

log = logging.getLogger(__name__)

type CrashHandler = Callable[[BaseException], None]
type Shown = Callable[[Any], None]


def run_application(
    main: Callable[[QApplication], Coroutine[Any, Any, int]], *, crashed: CrashHandler
) -> int:
    """Run a coroutine on the one loop of the window and return its exit code.

    What is no expected error ends in `crashed`, wherever it was raised.
    """
    import qasync

    prepare_process()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Mingtang Desk")
    app.setDesktopFileName("mingtang-desk")
    app.setWindowIcon(QIcon(str(resource_path("icons/battery-charging.svg"))))
    app.setQuitOnLastWindowClosed(False)
    old = sys.excepthook

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        old(kind, error, trace)
        crashed(error)

    sys.excepthook = hook
    garbage = GarbageTimer(app)
    try:
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
            runner.get_loop().set_exception_handler(_handler(crashed))
            return runner.run(main(app))
    finally:
        garbage.stop()
        sys.excepthook = old


async def run_window(
    hub: DeviceHub,
    prefs: Preferences,
    *,
    stop: asyncio.Event,
    history: object | None = None,
    ports: Callable[[], Sequence[PortOffer]] = tuple,
    packs: Sequence[PackOffer] = (),
    protocols: Callable[[], Sequence[tuple[str, str]]] = tuple,
    find: Callable[[Tell], Awaitable[int]] | None = None,
    shown: Shown | None = None,
    share: PortShare | None = None,
    roles: Roles | None = None,
    golden: GoldenShelf | None = None,
    cloud: CloudDesk | None = None,
    tiles: Path | None = None,
) -> None:
    """Show the window until it is closed or `stop` is set; `shown` gets it when all is there.

    With `share` the window asks its user when another desk wants a port.

    The hub stays open: whoever made it closes it.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    translations = Translations(app)
    translations.use(prefs.values.language)
    theme = Theme(parent=app)
    theme.apply(Scheme(prefs.values.theme))
    selection = Selection(hub)
    context = PanelContext(
        hub=hub,
        theme=theme,
        prefs=prefs,
        selection=selection,
        history=history,
        ports=ports,
        packs=packs,
        protocols=protocols,
        find=find,
        roles=roles,
        golden=golden,
        cloud=cloud,
        tiles=tiles,
    )
    from mingtang_desk.ui.main_window import MainWindow

    window = MainWindow(context, translations, late=True)
    window.closing.connect(stop.set)
    window.restore()
    if share is not None:
        share.lender = HubLender(hub, _question(theme, window))
    if shown is not None:
        window.ready.connect(lambda: shown(window))
    window.show()
    try:
        await stop.wait()
    finally:
        await cancel_all(window)
        await cancel_all(context.chosen)
        context.chosen.stop()
        try:
            window.stop()
        except MingtangError as error:
            log.warning("%s", error)
        selection.stop()
        window.close()
        window.deleteLater()


def _question(theme: Theme, window: QWidget) -> Question:
    """Return what asks the user for a port; its card is made when first wanted."""

    @cache
    def card() -> PortQuestion:
        from mingtang_desk.ui.port_question import PortQuestion

        return PortQuestion(theme, window)

    return lambda asker: card().ask(asker)


def _handler(crashed: CrashHandler) -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    def handle(loop: asyncio.AbstractEventLoop, what: dict[str, Any]) -> None:
        loop.default_exception_handler(what)
        error = what.get("exception")
        if isinstance(error, BaseException):
            crashed(error)

    return handle
