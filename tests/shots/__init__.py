"""Pictures of the window and of every panel."""
