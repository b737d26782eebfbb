"""Why: every figure of the book is drawn by one builder, so that each keeps the figure contract in both editions."""

from masalih.charts.chart import Chart

__all__ = ["Chart"]
