"""The package as Croissant 1.0 describes data sets, for search engines and machine learning."""

from masalih.export.descriptor import as_list

# The context of the standard, whole: readers warn of any other.
CR = (
    "citeAs column conformsTo equivalentProperty examples extract field fileObject fileProperty "
    "fileSet format includes isLiveDataset jsonPath key md5 parentField path recordSet references "
    "regex repeated replace samplingRate separator source subField transform"
)
CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/",
    **{name: f"cr:{name}" for name in CR.split()},
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
TYPES = {
    "string": "sc:Text",
    "number": "sc:Float",
    "integer": "sc:Integer",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "yearmonth": "sc:Text",
}


def croissant(about):
    """What stands in croissant.json beside the files: every file, every table, every column.

    about: the descriptor as it is published.
    """
    tables = [resource for resource in about["resources"] if "schema" in resource]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": about["title"],
        "description": about["description"],
        "license": about["licenses"][0]["path"],
        "creator": [
            {"@type": "sc:Organization", "name": one["title"]} for one in about["contributors"]
        ],
        "datePublished": about["created"][:10],
        "version": about["version"],
        "inLanguage": ["ar", "en"],
        "citeAs": f"{about['contributors'][0]['title']}: {about['title']}, {about['version']}",
        "distribution": [file_object(resource) for resource in about["resources"]],
        "recordSet": [record_set(resource) for resource in tables],
    }


def file_object(resource):
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": resource["description"],
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": resource.get("mediatype", "application/json"),
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def record_set(resource):
    name, schema = resource["name"], resource["schema"]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": resource["description"],
        "key": [{"@id": f"{name}/{key}"} for key in as_list(schema["primaryKey"])],
        "field": [column(resource, field) for field in schema["fields"]],
    }


def column(resource, field):
    keys = resource["schema"].get("foreignKeys", [])
    found = {
        "@type": "cr:Field",
        "@id": f"{resource['name']}/{field['name']}",
        "name": field["name"],
        "description": field.get("description", field["name"]),
        "dataType": TYPES[field["type"]],
        "source": {
            "fileObject": {"@id": resource["path"]},
            "extract": {"column": field["name"]},
        },
    }
    for key in keys:
        if key["fields"] == [field["name"]] and key["reference"]["resource"]:
            other = f"{key['reference']['resource']}/{key['reference']['fields'][0]}"
            found["references"] = {"field": {"@id": other}}
    return found
