"""The catalogue of the open data as DCAT-AP in JSON-LD, for data portals that gather it by themselves."""

from typing import Any

from dashboard.public.door import API
from dashboard.public.opendata.columns import Json
from dashboard.public.opendata.files import LATEST, File, OpenFiles
from dashboard.public.opendata.tables import TABLES, Table
from dashboard.public.opendata.writers import MIMETYPES
from data_access.domain.city import City
from data_access.domain.period import Period, city_time, parse_time

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "geo": "http://www.opengis.net/ont/geosparql#",
}
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
_AVAILABLE = "http://publications.europa.eu/resource/authority/planned-availability/STABLE"
_THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"


def data_address(base: str, edition: str, name: str) -> str:
    """Address of a file; `base` is the server without a slash."""
    return f"{base}{API}/data/{edition}/{name}"


def catalogue(city: City, files: OpenFiles, base: str) -> Json:
    """The whole catalogue; `base` is the address of the server without a slash."""
    terms = city.open_data
    publisher: Json = {
        "@type": "foaf:Agent",
        "foaf:name": _words(terms.publisher_zh or city.name_zh, terms.publisher_en or city.name_en),
    }
    datasets = [
        _dataset(city, files, base, table, publisher)
        for table in TABLES.values()
        if files.source(table, LATEST) is not None
    ]
    return {
        "@context": _CONTEXT,
        "@id": f"{base}{API}/dcat.json",
        "@type": "dcat:Catalog",
        "dcterms:title": _words(
            f"{city.name_zh}城市管理开放数据", f"Open data of city management, {city.name_en}"
        ),
        "dcterms:description": _words(
            "案件办理结果的公开数据：每月发布一次，小数目按隐私规则不予公布。",
            "Results of handling cases, released once a month; small counts are withheld for privacy.",
        ),
        "dcterms:publisher": publisher,
        "dcterms:license": {"@id": terms.licence},
        "dcterms:language": [{"@id": f"{_LANGUAGE}ZHO"}, {"@id": f"{_LANGUAGE}ENG"}],
        "foaf:homepage": {"@id": f"{base}/public/"},
        "dcat:dataset": datasets,
    }


def _dataset(city: City, files: OpenFiles, base: str, table: Table, publisher: Json) -> Json:
    copy = files.source(table, LATEST)
    assert copy is not None
    document = copy.document
    editions = [one for one in files.editions() if files.source(table, one) is not None]
    oldest = files.source(table, editions[-1]) or copy
    west, south, east, north = city.locator.bounds
    box = f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"
    contact = city.open_data.contact
    mail = f"mailto:{contact}" if "@" in contact else contact
    found: Json = {
        "@id": f"{base}{API}/data#{table.name}",
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{city.id}-{table.name}",
        "dcterms:title": _words(table.zh, table.en),
        "dcterms:description": _words(f"{city.name_zh}：{table.zh}", f"{city.name_en}: {table.en}"),
        "dcterms:publisher": publisher,
        "dcterms:accrualPeriodicity": {
            "@id": f"{_FREQUENCY}{'WEEKLY' if table.source == 'heat' else 'MONTHLY'}"
        },
        "dcterms:spatial": {
            "@type": "dcterms:Location",
            "dcat:bbox": {"@type": "geo:wktLiteral", "@value": box},
        },
        "dcterms:temporal": {
            "@type": "dcterms:PeriodOfTime",
            "dcat:startDate": _moment(_period(oldest.document, city)[0]),
            "dcat:endDate": _moment(_period(document, city)[1]),
        },
        "dcterms:conformsTo": {"@id": f"{base}{API}/data/dictionary.json"},
        "dcat:theme": {"@id": _THEME},
        "dcat:landingPage": {"@id": f"{base}/public/data"},
        "dcatap:availability": {"@id": _AVAILABLE},
        "dcat:distribution": [
            _distribution(city, files, base, file, edition)
            for edition in (LATEST, *editions)
            for file in files.files(edition)
            if file.table is table
        ],
    }
    if document.get("released_at"):
        found["dcterms:modified"] = _moment(document["released_at"])
    if contact:
        found["dcat:contactPoint"] = {"@type": "vcard:Kind", "vcard:hasURL": {"@id": mail}}
    return found


def _period(document: Json, city: City) -> tuple[str, str]:
    """Beginning and end of what a document is about, in city time."""
    if "from" in document:
        start, end = (parse_time(document[key], city.zone) for key in ("from", "to"))
    else:
        month = Period.month(document["month"], city.zone)
        start, end = month.start, month.end
    return city_time(start, city.zone), city_time(end, city.zone)


def _distribution(city: City, files: OpenFiles, base: str, file: File, edition: str) -> Json:
    address = data_address(base, edition, file.name)
    media = MIMETYPES[file.form]
    found: Json = {
        "@id": address,
        "@type": "dcat:Distribution",
        "dcterms:title": f"{file.table.name} {edition}, {file.form}",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
        "dcterms:format": {"@id": f"{_TYPES}{file.form.upper()}"},
        "dcterms:license": {"@id": city.open_data.licence},
    }
    if edition == LATEST or edition == files.editions()[0]:
        # Checksums of all editions would mean to make every file there is; SHA256SUMS has them of each.
        found |= {
            "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(len(files.ready(file).body))},
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": files.checksum(file)},
            },
        }
    return found


def _words(zh: str, en: str) -> list[Json]:
    return [{"@language": "zh", "@value": zh}, {"@language": "en", "@value": en}]


def _moment(text: Any) -> Json:
    return {"@type": "xsd:dateTime", "@value": text}
