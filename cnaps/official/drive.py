"""A file from Google Drive, by a package that knows its detours; imported only when it is needed."""

from __future__ import annotations

from pathlib import Path

from cnaps.errors import DownloadError
from cnaps.official.download import BytesReporter, ignore_bytes

INSTALL = "pip install '.[drive]'"


def download_from_drive(address: str, part: Path, *, on_bytes: BytesReporter = ignore_bytes) -> None:
    """Fetch a file of Google Drive into `part`, going on where an earlier attempt stopped.

    Raises:
        DownloadError: the package is missing, or Drive does not give the file.
    """
    try:
        import gdown
        from gdown.exceptions import DownloadError as DriveError
    except ImportError as error:
        raise DownloadError(
            f"{address} is on Google Drive, which needs one more package: run {INSTALL}"
        ) from error
    try:
        gdown.download(
            address,
            str(part),
            quiet=True,
            use_cookies=False,
            resume=True,
            retries=5,
            timeout=30,
            progress=on_bytes,
        )
    except (DriveError, OSError) as error:
        raise DownloadError(f"Google Drive does not give {address} ({_first_sentence(error)})") from error


def _first_sentence(error: Exception) -> str:
    """Its messages go on for a page."""
    return " ".join(str(error).split()).partition(". ")[0][:200] or type(error).__name__
