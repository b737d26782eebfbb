"""What a build writes whole or not at all, and words for a disk that refuses."""

import errno
import re

from masalih.atomic_files import alone, renew, write

__all__ = ["alone", "refusal", "remedy", "renew", "write"]

REMEDIES = {
    errno.ENOSPC: "the disk is full: free some space and build again",
    errno.EDQUOT: "your quota of the disk is used up: free some space and build again",
    errno.EROFS: "the folder cannot be written to: build in a copy of the checkout elsewhere",
    errno.EACCES: "you may not write there: give yourself the right, or build in a copy elsewhere",
    errno.EFBIG: "the system allows no larger files: see `ulimit -f`",
}
REFUSED = re.compile(r"\[Errno (\d+)\] [^:]*")


def refusal(error):
    """The OSError behind an exception, in words: which file, what is wrong, what to do.

    "" where no disk is to blame.
    """
    while error is not None and not isinstance(error, OSError):
        error = getattr(error, "orig_exc", None) or error.__cause__ or error.__context__
    if error is None or error.errno not in REMEDIES:
        return ""
    return f"{error.filename or 'a file'} could not be written: {REMEDIES[error.errno]}"


def remedy(text):
    """What to do about such an error that another program printed; "" where it says of none."""
    match = REFUSED.search(text)
    return REMEDIES.get(int(match[1]), "") if match else ""
