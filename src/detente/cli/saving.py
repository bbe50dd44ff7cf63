"""Files that commands write: whole or not at all, and a message where they cannot be written."""

from __future__ import annotations

from pathlib import Path

import typer


def require_place(path: Path, option: str) -> None:
    """Refuse, before any work is done, a path where no file can be."""
    if path.is_dir():
        raise typer.BadParameter(f"{path} is a folder; name a file in it", param_hint=option)
    if not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {path.parent}", param_hint=option)


def save(path: Path, text: str, option: str) -> None:
    """Write the file at once or not at all. A link stays a link; a device or pipe is written into."""
    from detente.case.writing import write_whole

    require_place(path, option)
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
        else:
            write_whole(path.resolve(), text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        what = f"{path} cannot be written: {reason}; nothing was changed"
        raise typer.BadParameter(what, param_hint=option) from None
