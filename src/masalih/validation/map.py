"""The map of governorates: sound JSON, every place once, drawn where it lies."""

import json
from dataclasses import replace

from masalih.rules.cells import near
from masalih.validation.files import Fault, read_text
from masalih.validation.judgement import hash_faults

GOVERNORATES = 18
WEST, SOUTH, EAST, NORTH = 38, 29, 49, 38  # Iraq, in degrees
NEAR = 0.5  # degrees between a governorate's drawing and its declared middle


def map_faults(package, resource):
    """Faults of a GeoJSON file of governorates.

    JSON, ids that are places, no two alike, closed rings inside Iraq, around the declared middles.
    """
    file = resource["path"]
    text, faults = read_text(package.folder, file)
    if text is None:
        return faults

    def fault(where, problem, remedy, line=None):
        return Fault(file, line, where, problem, remedy)

    try:
        found = json.loads(text)
        shapes = [shape(feature) for feature in found["features"]]
    except json.JSONDecodeError as error:
        problem = f"the JSON is broken ({error.msg})"
        return [*faults, fault("", problem, "mend the line", error.lineno)]
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        problem = "a feature lacks id, properties.place or sound coordinates"
        return [*faults, fault("features", problem, "restore it")]
    if found.get("type") != "FeatureCollection":
        faults.append(fault("type", "the file is no FeatureCollection", "restore its type"))
    if len(shapes) != GOVERNORATES:
        problem = f"{len(shapes)} governorates are drawn"
        faults.append(fault("features", problem, f"restore the {GOVERNORATES}"))
    places = {i for i, row in package.lookup("terms").items() if row["kind"] == "place"}
    if package.read("terms").faults:
        places = {place for _, place, *_ in shapes}  # told there
    middles = resource.get("middles", {})
    for number, (name, place, kind, rings) in enumerate(shapes):
        for problem in shape_problems(name, place, kind, rings, places, middles):
            faults.append(
                replace(fault(f"features[{number}]", *problem), cause=f"terms.csv:{place}")
            )
    names = [name for name, *_ in shapes]
    faults += [
        fault("features", f"{name} is drawn twice", "delete one")
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
    return faults or hash_faults(package, resource)


def shape(feature):
    """(id, place, type, rings) of a feature; an error where it has no such thing."""
    drawn = feature["geometry"]
    polygons = [drawn["coordinates"]] if drawn["type"] == "Polygon" else drawn["coordinates"]
    if drawn["type"] not in ("Polygon", "MultiPolygon"):
        return str(feature["id"]), feature["properties"]["place"], drawn["type"], []
    rings = [ring for polygon in polygons for ring in polygon]
    for ring in rings:
        if not ring or not all(type(part) in (int, float) for x, y in ring for part in (x, y)):
            raise TypeError("no position")
    return str(feature["id"]), feature["properties"]["place"], drawn["type"], rings


def shape_problems(name, place, kind, rings, places, middles):
    """(problem, remedy) of one governorate."""
    if name != place or place not in places:
        remedy = near(str(place), places)
        yield f"{place!r} is not a place in terms.csv, or not the feature's id", remedy
    if not rings:
        yield f"a {kind} is no area", "restore the Polygon or MultiPolygon"
        return
    if any(ring[0] != ring[-1] or len(ring) < 4 for ring in rings):
        yield "a ring is not closed", "end it with its first position"
    points = [point for ring in rings for point in ring]
    if not all(WEST <= x <= EAST and SOUTH <= y <= NORTH for x, y in points):
        yield "a position lies outside Iraq", "write longitude, latitude in degrees"
        return
    there, drawn = middles.get(name), middle(max(rings, key=len))
    if there and max(abs(a - b) for a, b in zip(there, drawn, strict=True)) > NEAR:
        nearest = min(middles, key=lambda id: abs(complex(*middles[id]) - complex(*drawn)))
        yield (
            f"{name} is drawn around {drawn[0]:.1f}, {drawn[1]:.1f}, where {nearest} lies",
            "give each area its own id, or correct its middle in datapackage.json",
        )


def middle(ring):
    """The middle of the rectangle around a ring: longitude, latitude."""
    return tuple((min(axis) + max(axis)) / 2 for axis in zip(*ring, strict=True))
