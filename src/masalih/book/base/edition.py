"""What every room knows of the two editions: which they are, and how their pages are told apart."""

import re

from masalih.formats import EDITIONS

OTHER = dict(zip(EDITIONS, reversed(EDITIONS), strict=True))
DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")  # as the Arabic edition prints them
PROGRESS = "MASALIH_PROGRESS"  # in the environment of a build that is to print a line a page


def twin_page(docname, language):
    """The docname of the same page in the other edition; notebooks hold both and are their own."""
    return re.sub(rf"^book/{language}/", f"book/{OTHER[language]}/", docname)
