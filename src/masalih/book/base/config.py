"""The configuration of an edition: `_config.yml` is the Arabic one, and of the others there is what differs."""


def merge(base, change):
    """Lay the differences of an edition over the configuration (nested dicts; lists and values are replaced)."""
    return {
        **base,
        **{
            key: merge(base[key], value)
            if isinstance(value, dict) and isinstance(base.get(key), dict)
            else value
            for key, value in change.items()
        },
    }


def read(root, edition):
    """What the configuration of an edition says, as jupyter-book reads it."""
    import yaml

    said = [
        yaml.safe_load((root / name).read_text("utf-8"))
        for name in ("_config.yml", *[f"_config.{edition}.yml"] * (edition != "ar"))
    ]
    return merge(*said) if len(said) > 1 else said[0]
