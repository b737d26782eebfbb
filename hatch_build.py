"""The wheel takes the files that the data package describes, and nothing else that lies there."""

import json
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def described(root):
    """{file of the checkout: its place in the wheel} of the data package."""
    descriptor = json.loads((Path(root) / "data/datapackage.json").read_text("utf-8"))
    names = ["datapackage.json", *(resource["path"] for resource in descriptor["resources"])]
    return {f"data/{name}": f"masalih/_data/{name}" for name in names}


class DescribedData(BuildHookInterface):
    """Asked by hatchling for each wheel; an editable one reads the checkout itself."""

    def initialize(self, version, build_data):
        if version != "editable":
            build_data["force_include"].update(described(self.root))
