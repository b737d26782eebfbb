"""One builder draws every figure, so that each keeps the figure contract in both editions."""

from masalih.charts.chart import Chart
from masalih.charts.finding import Finding

__all__ = ["Chart", "Finding"]
