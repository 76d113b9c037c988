"""Files with one JSON object a line, and such with one sample a line."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.device.sample import PackSample
from mingtang_desk.history.failures import InvalidDocumentError
from mingtang_desk.history.sample_io import parse_sample


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield line number and object of each line that is not blank.

    Raises:
        InputFileError: the file cannot be read, or a line is no JSON object.
    """
    number = 0
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, _object(line, path, number)
    except FileNotFoundError as error:
        raise InputFileError("file_missing", path=path) from error
    except UnicodeDecodeError as error:
        raise invalid_line(path, number + 1, "not text") from error
    except OSError as error:
        raise InputFileError("file_unreadable", path=path, detail=error.strerror) from error


def read_samples(path: Path) -> Iterator[PackSample]:
    """Yield the samples of a file with one sample a line, as `watch` prints it.

    Raises:
        InputFileError: the file cannot be read, or a line is none; the error has its number.
    """
    for number, document in json_lines(path):
        if is_error_line(document):
            continue
        try:
            yield parse_sample(document)
        except ValueError as error:
            raise invalid_line(path, number, str(error)) from error


def is_error_line(document: Mapping[str, object]) -> bool:
    """Return whether a line is an error that `watch --json` printed among its samples."""
    return "error" in document and "time" not in document


def invalid_line(path: Path, number: int, detail: str) -> InputFileError:
    """Return the error for one line of a file."""
    return InputFileError("import_invalid", path=path, line=number, detail=detail)


def _object(line: str, path: Path, number: int) -> dict[str, object]:
    try:
        document = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise invalid_line(path, number, "not JSON") from error
    if not isinstance(document, dict):
        raise invalid_line(path, number, "not a JSON object")
    return document


def _no_constant(name: str) -> float:
    raise InvalidDocumentError(f"{name} is not JSON")
