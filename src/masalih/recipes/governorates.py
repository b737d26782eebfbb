"""The map of governorates, from the boundaries of Natural Earth as QGIS generalises them."""

import json

from masalih.recipes.sipri import place

DIGITS = 3  # decimals of a degree: a hundred metres


def drawn(text):
    """The map as its file stands, from GeoJSON whose features have a property `governorate`."""
    lines = ",\n".join(
        json.dumps(
            {
                "type": "Feature",
                "id": place(feature["properties"]["governorate"]),
                "properties": {"place": place(feature["properties"]["governorate"])},
                "geometry": {
                    "type": feature["geometry"]["type"],
                    "coordinates": rounded(feature["geometry"]["coordinates"]),
                },
            },
            separators=(",", ":"),
        )
        for feature in json.loads(text)["features"]
    )
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def rounded(part):
    return [rounded(one) for one in part] if isinstance(part, list) else round(part, DIGITS)
