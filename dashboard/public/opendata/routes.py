"""`/public/api/v1/data` and the catalogue: files, checksums, dictionary, change log, licence."""

from collections.abc import Callable
from typing import Any

from flask import Flask, abort
from werkzeug.wrappers import Response as AnyResponse

from dashboard.encoding import to_json
from dashboard.public.answering import base_address, not_there, respond
from dashboard.public.door import API
from dashboard.public.kept import Kept
from dashboard.public.opendata import changes, dictionary, writers
from dashboard.public.opendata.columns import Json
from dashboard.public.opendata.dcat import catalogue, data_address
from dashboard.public.opendata.files import LATEST, SUMS, OpenFiles
from dashboard.public.opendata.tables import CSV, JSON, PARQUET
from dashboard.public.ready import Ready
from dashboard.public.services import PublicServices

DATA = f"{API}/data"
_BESIDE = (CSV, JSON, PARQUET)
"""Forms of the dictionary and the change log."""


def add_open_data(app: Flask, public: PublicServices, kept: Kept) -> None:
    """Add the routes."""
    writers.prepare()
    files = OpenFiles(public.city, public.held, kept)

    def served(key: Any, make: Callable[[], Ready]) -> AnyResponse:
        return respond(public, kept.get(key, make)) if public.held.names() else not_there(public)

    def listing() -> AnyResponse:
        base = base_address(public.settings)
        return served(("data", base), lambda: _json(public, _listing(public, files, base)))

    def dcat() -> AnyResponse:
        base = base_address(public.settings)

        def make() -> Ready:
            body = to_json(catalogue(public.city, files, base))
            return Ready(body, "application/ld+json", held=public.held.held)

        return served(("dcat", base), make)

    def file(edition: str, name: str) -> AnyResponse:
        if name == SUMS and any(files.files(edition)):
            return served((SUMS, edition), lambda: Ready(files.sums(edition), "text/plain"))
        found = files.find(edition, name)
        return not_there(public) if found is None else respond(public, files.ready(found))

    def words(form: str) -> AnyResponse:
        def make() -> Ready:
            return _written(
                public, "dictionary", form, dictionary.COLUMNS, dictionary.dictionary(public.held)
            )

        return served(("dictionary", form), make) if form in _BESIDE else abort(404)

    def log(form: str) -> AnyResponse:
        def make() -> Ready:
            rows = changes.changes(public.held.document("log") or {"entries": []})
            return _written(public, "changes", form, changes.COLUMNS, rows)

        return served(("changes", form), make) if form in _BESIDE else abort(404)

    app.add_url_rule(DATA, "public_data", listing)
    app.add_url_rule(f"{API}/dcat.json", "public_dcat", dcat)
    app.add_url_rule(f"{DATA}/dictionary.<form>", "public_dictionary", words)
    app.add_url_rule(f"{DATA}/changes.<form>", "public_changes", log)
    app.add_url_rule(f"{DATA}/<edition>/<name>", "public_file", file)


def _json(public: PublicServices, value: Any) -> Ready:
    return Ready(to_json(value), held=public.held.held)


def _written(public: PublicServices, name: str, form: str, columns: Any, rows: list[Json]) -> Ready:
    if form == CSV:
        body = writers.to_csv(columns, rows)
    elif form == PARQUET:
        body = writers.to_parquet(columns, rows, {"licence": public.city.open_data.licence})
    else:
        body = writers.to_json_file({"table": name}, rows)
    named = f"{public.city.id}-{name}.{form}"
    return Ready(body, writers.MIMETYPES[form], held=public.held.held, name=named)


def _listing(public: PublicServices, files: OpenFiles, base: str) -> Json:
    terms = public.city.open_data
    editions = [LATEST, *files.editions()]
    return {
        "licence": {"url": terms.licence, "name": terms.licence_name, "decided_by_city": terms.decided},
        "publisher": {
            "zh": terms.publisher_zh or public.city.name_zh,
            "en": terms.publisher_en or public.city.name_en,
        },
        "contact": terms.contact or None,
        "dictionary": f"{base}{DATA}/dictionary.json",
        "changes": f"{base}{DATA}/changes.json",
        "catalogue": f"{base}{API}/dcat.json",
        "editions": [
            {
                "edition": edition,
                "checksums": data_address(base, edition, SUMS),
                "files": [
                    {
                        "table": file.table.name,
                        "form": file.form,
                        "edition": file.edition,
                        "title": {"zh": file.table.zh, "en": file.table.en},
                        "url": data_address(base, edition, file.name),
                        # Sizes and checksums of the archive stand in the SHA256SUMS of each edition.
                        **(_measured(files, file) if edition == LATEST else {}),
                    }
                    for file in files.files(edition)
                ],
            }
            for edition in editions
        ],
    }


def _measured(files: OpenFiles, file: Any) -> Json:
    return {"bytes": len(files.ready(file).body), "sha256": files.checksum(file)}
