"""Runs a notebook with nbclient, with the options given as JSON.

Prints the notebook with its outputs, and the exception that ended the run, if any.
"""

import json
import sys

import nbformat
from nbclient import NotebookClient

path, folder, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
notebook = nbformat.read(path, as_version=4)
error = None
try:
    NotebookClient(notebook, resources={"metadata": {"path": folder}}, **options).execute()
except Exception as exception:
    error = {"type": type(exception).__name__, "text": str(exception)}
nbformat.validate(notebook)
json.dump({"error": error, "notebook": notebook}, sys.stdout)
