"""Starting the window: input method, typeface, language, colours. Called by the command line."""

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QApplication

from peidang.desktop import look
from peidang.desktop.stylesheet import stylesheet
from peidang.resources import resource


def run(path: Path | None = None) -> int:
    """Open the window on a store, or on the first page without one; returns when it is closed.

    A store that cannot be opened is told of on the first page: whoever double-clicked it sees why.
    """
    from peidang.desktop.main_window import MainWindow  # noqa: PLC0415 - needs the application first

    application = make_application()
    window = MainWindow(path)
    sys.excepthook = window.tell_unexpected
    window.show_on(application.primaryScreen().availableSize())
    return application.exec()


def make_application() -> QApplication:
    """The application with the house's typeface, language and colours."""
    prepare_typing(os.environ)
    application = QApplication([sys.argv[0]])
    application.setApplicationName("peidang")
    application.setApplicationDisplayName("配档通")
    speak_chinese(application)
    dress(application)
    return application


def prepare_typing(environment: MutableMapping[str, str]) -> None:
    """On Linux, let fcitx 5 and ibus type Chinese: the wheels of PySide6 have no fcitx plugin, and both speak ibus's portal.

    Whoever has set an input method by hand for this program keeps it (``PEIDANG_IM``).
    """
    if not sys.platform.startswith("linux"):
        return
    if chosen := environment.get("PEIDANG_IM"):
        environment["QT_IM_MODULE"] = chosen
    elif _portal_is_there():
        environment["QT_IM_MODULE"] = "ibus"
        environment["IBUS_USE_PORTAL"] = "1"


def _portal_is_there() -> bool:
    """Whether an input method answers on the session bus under ibus's portal name."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return False
    from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - Linux only

    bus = QDBusConnection.sessionBus()
    return bus.isConnected() and bool(
        bus.interface().isServiceRegistered("org.freedesktop.portal.IBus").value()
    )


def speak_chinese(application: QApplication) -> None:
    """Qt's own dialogs in Chinese."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)


def dress(application: QApplication, colours: look.Colours | None = None) -> None:
    """Typeface, palette and stylesheet; dark where the system is dark."""
    application.setStyle("Fusion")
    number = QFontDatabase.addApplicationFont(str(resource("fonts", look.FONT_FILE)))
    family = QFontDatabase.applicationFontFamilies(number)[0]
    font = QFont(family)
    font.setPixelSize(look.LABEL_SIZE)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(font)
    if colours is None:
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        colours = look.DARK if dark else look.LIGHT
    application.setPalette(look.palette_of(colours))
    application.setStyleSheet(stylesheet(colours))
