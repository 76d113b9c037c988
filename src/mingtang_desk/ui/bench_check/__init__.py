"""The parts of the bench check panel: chart, ranking, pages."""
