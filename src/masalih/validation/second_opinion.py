"""A second opinion: the package judged by frictionless, where that is installed."""

import sys

from masalih.validation.files import DESCRIPTOR, Fault


def frictionless_faults(package):
    """What frictionless finds; nothing where it is not installed."""
    try:
        frictionless = light_frictionless()
    except ImportError:
        return
    try:
        report = frictionless.Package(str(package.folder / DESCRIPTOR)).validate()
    except frictionless.FrictionlessException as error:
        yield Fault(
            DESCRIPTOR,
            None,
            "",
            f"frictionless cannot read the package ({error.error.note})",
            "mend the descriptor",
        )
        return
    for found in report.errors:
        yield Fault(DESCRIPTOR, None, "", f"{found.title}: {found.note}", "mend the descriptor")
    for task in report.tasks:
        for found in task.errors:
            yield Fault(
                task.place,
                getattr(found, "row_number", None),
                getattr(found, "field_name", ""),
                f"{found.title}: {found.note}",
                f"see the field in {DESCRIPTOR}",
            )


def light_frictionless():
    """The frictionless library without a grammar of addresses that it never asks for.

    Building that grammar takes longer than the check.
    """
    # loaded by jsonschema if installed; it holds format checks, which frictionless does not use
    spare = "rfc3987_syntax"
    modules: dict = sys.modules
    absent = modules.setdefault(spare, None) is None
    try:
        import frictionless
        import jsonschema  # noqa: F401, loaded here so that frictionless finds it light
    finally:
        if absent:
            del modules[spare]
    return frictionless
