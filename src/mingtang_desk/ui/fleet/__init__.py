"""What the panels of the fleet share."""
