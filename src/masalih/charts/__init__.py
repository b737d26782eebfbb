"""One builder draws every figure, so that each keeps the figure contract in both editions."""

from masalih.charts.chart import Chart

__all__ = ["Chart"]
