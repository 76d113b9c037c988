"""The style sheet, generated from the table of colours.

Widgets choose their dress by the dynamic property `look`: QLabel title, muted, small, value, error;
QPushButton primary, plain, link, icon; see `ui.widgets.basics`, which sets it.
"""

from collections.abc import Mapping
from string import Template

_SHEET = Template("""
QMainWindow, QDialog { background: $bg; }
QWidget { color: $text; font-size: 13px; }
QToolTip { color: $text; background: $raised; border: 1px solid $line; padding: 4px 6px; }
QMainWindow::separator { background: transparent; width: 8px; height: 8px; }
QMainWindow::separator:hover { background: $line; }

QLabel { background: transparent; }
QLabel[look="title"] { font-weight: 600; }
QLabel[look="muted"] { color: $muted; font-size: 12px; }
QLabel[look="small"] { color: $muted; font-size: 11px; }
QLabel[look="ok"] { color: $ok_text; }
QLabel[look="warn"] { color: $warn_text; }
QLabel[look="bad"] { color: $bad_text; }
QLabel[look="strong"] { font-weight: 600; }

QLabel[look="key"] { color: $text; font-size: 12px; background: $raised;
  border: 1px solid $line; border-radius: 4px; padding: 1px 6px; }

QFrame[look="rule"] { background: $line; border: none; }

QPushButton { outline: none; background: $raised; border: 1px solid $line; border-radius: 4px;
  padding: 0 12px; min-height: 26px; max-height: 26px; }
QPushButton:hover { border-color: $muted; }
QPushButton:pressed { background: $line; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $muted; background: $panel; }
QPushButton:checked { border-color: $accent; }
QPushButton[look="primary"] { background: $accent_fill; border-color: $accent_fill;
  color: $on_fill; font-weight: 600; }
QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:focus { border-color: $text; }
QPushButton[look="primary"]:disabled { background: $raised; border-color: $line; color: $muted; }
QPushButton[look="danger"] { border-color: $bad; color: $bad_text; }
QPushButton[look="armed"] { background: $warn_fill; border-color: $warn_fill; color: $on_fill;
  font-weight: 600; }
QPushButton[look="link"] { background: transparent; border: none; color: $accent_text;
  padding: 0 2px; min-height: 20px; max-height: 20px; }
QPushButton[look="link"]:hover { color: $text; }
QPushButton[look="link"]:focus { color: $text; }
QPushButton[look="icon"] { background: transparent; border: 1px solid transparent; padding: 0;
  min-width: 22px; max-width: 22px; min-height: 22px; max-height: 22px; }
QPushButton[look="icon"]:hover { background: $raised; }
QPushButton[look="icon"]:focus { border-color: $accent; }
QPushButton[look="icon"]:checked { background: $raised; border-color: $line; }
QPushButton[look="tab"] { background: transparent; border: none; border-radius: 0;
  border-bottom: 2px solid $line; color: $muted; min-height: 28px; max-height: 28px; }
QPushButton[look="tab"]:hover, QPushButton[look="tab"]:focus { color: $text; }
QPushButton[look="tab"]:checked { color: $text; font-weight: 600;
  border-bottom: 2px solid $accent; }
QPushButton[look="segment"] { background: transparent; border: 1px solid transparent;
  color: $muted; padding: 0 10px; }
QPushButton[look="segment"]:hover { color: $text; }
QPushButton[look="segment"]:focus { border-color: $accent; }
QPushButton[look="segment"]:checked { background: $raised; border-color: $line; color: $text;
  font-weight: 600; }
QPushButton::menu-indicator { image: none; width: 0; }

QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit { background: $raised;
  border: 1px solid $line; border-radius: 4px; padding: 0 8px;
  selection-background-color: $accent_fill; selection-color: $on_fill; }
QLineEdit { placeholder-text-color: $muted; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 26px; max-height: 26px; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus,
QTextEdit:focus { border-color: $accent; }
QLineEdit:disabled, QComboBox:disabled { color: $muted; background: $panel; }
QLineEdit[look="changed"], QComboBox[look="changed"] { border-color: $accent; }
QLineEdit[look="invalid"], QComboBox[look="invalid"] { border-color: $bad; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QAbstractSpinBox QLineEdit { background: transparent; border: none; padding: 0; min-height: 0; }
QComboBox { padding-right: 2px; }
QComboBox[look="title"] { min-height: 22px; max-height: 22px; }
QComboBox::drop-down { border: none; width: 18px; }
QDateTimeEdit::drop-down { border: none; width: 18px; }
QDateTimeEdit::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; }
QCalendarWidget QToolButton { background: transparent; color: $text; border: none; padding: 4px; }
QCalendarWidget QToolButton:hover { background: $line; border-radius: 4px; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QAbstractItemView { background: $panel; color: $text;
  selection-background-color: $accent_fill; selection-color: $on_fill; }
QCalendarWidget QAbstractItemView:disabled { color: $muted; }
QComboBox::down-arrow { image: url("$chevron"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; outline: none;
  padding: 4px; selection-background-color: $line; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: $line; color: $text; }

QCheckBox { spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 3px;
  background: $raised; }
QCheckBox::indicator:checked { background: $accent_fill; border-color: $accent_fill;
  image: url("$tick"); }
QCheckBox:focus { color: $accent_text; }
QCheckBox:disabled { color: $muted; }

QSlider { min-height: 20px; }
QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent_fill; border-radius: 2px; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
  background: $text; border: 1px solid $panel; }
QSlider::handle:horizontal:focus { border-color: $accent; background: $accent; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: $muted; }

QTabBar { background: transparent; qproperty-drawBase: 0; qproperty-elideMode: ElideNone; }
QTabBar::tab { background: transparent; color: $muted; padding: 6px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; }
QTabWidget::pane { border: none; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 8px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: $hatch; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QAbstractItemView { background: $panel; border: none; outline: none; gridline-color: $line;
  selection-background-color: $raised; selection-color: $text; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $panel; color: $muted; border: none;
  border-bottom: 1px solid $line; padding: 4px 8px; font-size: 12px; font-weight: 400; }
QTableCornerButton::section { background: $panel; border: none; }

QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 24px; border-radius: 4px; }
QMenu::item:selected { background: $line; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 12px; height: 12px; left: 6px; }
QMenu::indicator:checked { image: url("$check"); }
QProgressBar { background: $raised; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent_fill; border-radius: 2px; }
""")


def style_sheet(colours: Mapping[str, str], pictures: Mapping[str, str]) -> str:
    """Return the sheet for these colours.

    Args:
        colours: by token, `#rrggbb`.
        pictures: paths with forward slashes: `chevron` of a list, `check` of a menu, `tick` of a
            filled box.
    """
    return _SHEET.substitute(colours, **pictures)
