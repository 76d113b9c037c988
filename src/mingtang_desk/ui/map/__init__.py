"""The map: one scene (`scene`) drawn by a web page or, without WebEngine, by a painter."""
