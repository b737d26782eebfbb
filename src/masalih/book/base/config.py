"""The configuration of an edition: `_config.yml` is the Arabic one, others say what differs."""

import functools


def merge(base, change):
    """Lay the differences of an edition over the configuration.

    Nested dicts are merged; lists and values are replaced.
    """
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

    names = ["_config.yml"] if edition == "ar" else ["_config.yml", f"_config.{edition}.yml"]
    parts = (yaml.safe_load((root / name).read_text("utf-8")) for name in names)
    return functools.reduce(merge, parts)
