"""What the link panel is made of: verdict in words, figures, curves, text and file."""
