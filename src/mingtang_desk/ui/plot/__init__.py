"""The plot: values over time, kept for every open device, drawn, measured and exported.

`plotted` and `quantities` are light; the rest imports numpy, and what draws imports pyqtgraph, so
nothing of it is imported before the first paint.
"""
