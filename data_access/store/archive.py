"""The archive of a city: a folder of numbered Parquet files with the actions of cases that ended long ago."""

from collections.abc import Mapping
from pathlib import Path

from data_access.domain.actions import ActionSet
from data_access.domain.record import Place


class ArchiveUnreadable(RuntimeError):
    """Actions of an archived case cannot be read; the message names the file. Nothing was changed."""


class Archive:
    """Reads archived cases; files are found by number and never change once they have their name."""

    def __init__(self, folder: Path | None, city: str) -> None:
        """`folder` holds one folder for each city; None where a process was not told of any."""
        self.folder = None if folder is None else folder / city

    def path(self, file: int) -> Path:
        """Path of a file by its number. Raises ArchiveUnreadable without a folder."""
        if self.folder is None:
            raise ArchiveUnreadable("this process was not told where the archive is")
        return self.folder / f"{file:06}.parquet"

    def read(self, places: Mapping[str, Place]) -> tuple[dict[str, ActionSet], dict[str, ArchiveUnreadable]]:
        """Actions of some cases (case id → place), and what is wrong with those that cannot be read."""
        found: dict[str, ActionSet] = {}
        failed: dict[str, ArchiveUnreadable] = {}
        files: dict[int, dict[str, Place]] = {}
        for case_id, place in places.items():
            files.setdefault(place.file, {})[case_id] = place
        for file, wanted in files.items():
            try:
                self._read_file(file, wanted, found, failed)
            except ArchiveUnreadable as error:
                failed.update(dict.fromkeys(wanted.keys() - found.keys(), error))
        return found, failed

    def _read_file(
        self,
        file: int,
        wanted: Mapping[str, Place],
        found: dict[str, ActionSet],
        failed: dict[str, ArchiveUnreadable],
    ) -> None:
        # Importing it takes longer than most processes need it for: nearly none.
        from pyarrow import ArrowException

        from data_access.store.archive_file import ArchiveReader

        path = self.path(file)
        try:
            reader = ArchiveReader(path)
            try:
                rows = reader.rows([place.row for place in wanted.values()])
            finally:
                reader.close()
        except (OSError, ArrowException, KeyError, ValueError) as error:
            raise ArchiveUnreadable(f"archive file {path} cannot be read: {error}") from error
        for case_id, place in wanted.items():
            row = rows.get(place.row)
            if row is None or row[0] != case_id:
                failed[case_id] = ArchiveUnreadable(
                    f"archive file {path} does not hold case {case_id} in row {place.row}"
                )
            else:
                found[case_id] = row[2]
