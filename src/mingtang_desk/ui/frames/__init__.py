"""Parts of the Frames panel: rows, words, send console, capture line."""
