"""Notebooks that run in a reader's browser: JupyterLite with the library and Pyodide."""
