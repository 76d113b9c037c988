"""Colours, type, icons and the style sheet made from them."""

from mingtang_desk.ui.theme.theme import Theme

__all__ = ["Theme"]
