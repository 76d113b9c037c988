"""Live push: events in one order, resumed without gaps."""
