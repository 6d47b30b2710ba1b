"""The open data files of the published documents: by edition, table and form, each with its checksum."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.public.copies import Copy
from dashboard.public.held import HeldCopies
from dashboard.public.kept import Kept
from dashboard.public.opendata import writers
from dashboard.public.opendata.columns import Json
from dashboard.public.opendata.shapes import Shapes, of_cell
from dashboard.public.opendata.tables import TABLES, Table, records
from dashboard.public.ready import LATER, Ready
from data_access.domain.city import City

LATEST = "latest"
SUMS = "SHA256SUMS"
_EDITION = re.compile(r"\d{4}-(\d{2}|W\d{2})")


@dataclass(frozen=True, slots=True)
class File:
    """One file on offer."""

    edition: str
    """A month such as 2026-10 or a week such as 2026-W45."""
    table: Table
    form: str

    @property
    def name(self) -> str:
        """Name in its edition, such as `areas.csv`."""
        return f"{self.table.name}.{self.form}"


class OpenFiles:
    """Makes the files when they are first asked for."""

    def __init__(self, city: City, held: HeldCopies, kept: Kept) -> None:
        self._city, self._held, self._kept = city, held, kept
        self._shapes = Shapes(city)

    def editions(self) -> list[str]:
        """Every month and week that has files, the newest first."""
        found = {name.partition(":")[2] for name in self._held.names() if ":" in name}
        return sorted((one for one in found if _EDITION.fullmatch(one)), reverse=True)

    def source(self, table: Table, edition: str) -> Copy | None:
        """The document that a table of an edition is made from; of `latest` the newest of its kind."""
        kind = f"{table.source}:"
        if edition != LATEST:
            return self._held.copy(f"{kind}{edition}")
        newest = max((name for name in self._held.names() if name.startswith(kind)), default=None)
        return None if newest is None else self._held.copy(newest)

    def files(self, edition: str) -> Iterator[File]:
        """The files of an edition; those of `latest` carry the edition that each comes from."""
        for table in TABLES.values():
            copy = self.source(table, edition)
            if copy is not None:
                for form in table.forms:
                    yield File(copy.name.partition(":")[2], table, form)

    def find(self, edition: str, name: str) -> File | None:
        """The file of a name in an edition."""
        return next((file for file in self.files(edition) if file.name == name), None)

    def ready(self, file: File) -> Ready:
        """The file as an answer; it is offered under a name that says the edition."""
        copy = self.source(file.table, file.edition)
        assert copy is not None, "files are listed from the same copies"
        named = f"{self._city.id}-{file.edition}-{file.name}"

        def make() -> Ready:
            body = self._body(file, copy.document)
            return Ready(body, writers.MIMETYPES[file.form], max_age=LATER, held=copy.held, name=named)

        return self._kept.get(("file", file.edition, file.name, copy.digest, copy.held), make)

    def checksum(self, file: File) -> str:
        """SHA-256 of a file, in hexadecimal digits."""
        return hashlib.sha256(self.ready(file).body).hexdigest()

    def sums(self, edition: str) -> bytes:
        """Checksums of the files of an edition, as `sha256sum -c` reads them."""
        return "".join(f"{self.checksum(file)}  {file.name}\n" for file in self.files(edition)).encode()

    def _body(self, file: File, document: Json) -> bytes:
        table, columns = file.table, file.table.columns(document)
        rows = records(table, document, self._city_row())
        about = self._about(file, document)
        if file.form == "csv":
            return writers.to_csv(columns, rows)
        if file.form == "parquet":
            facts = {key: str(value) for key, value in about.items()}
            return writers.to_parquet(columns, rows, facts)
        if file.form == "geojson":
            geometry = self._shapes.of_area if table.source == "month" else of_cell
            return writers.to_geojson(about, rows, geometry)
        return writers.to_json_file(about, rows)

    def _about(self, file: File, document: Json) -> Json:
        terms = self._city.open_data
        facts = {
            "city": self._city.tree.city.code,
            "table": file.table.name,
            "edition": file.edition,
            "revision": document.get("revision"),
            "released_at": document.get("released_at"),
            "licence": terms.licence,
            "schematic": self._city.schematic or None,
        }
        return {key: value for key, value in facts.items() if value is not None}

    def _city_row(self) -> Json:
        city = self._city.tree.city
        return {"code": city.code, "level": "city", "name": {"zh": city.name_zh, "en": city.name_en}}
