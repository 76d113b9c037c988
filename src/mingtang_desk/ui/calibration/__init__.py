"""The steps of the calibration wizard; `ui/panels/calibration.py` puts them together."""
