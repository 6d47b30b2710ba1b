"""`zhiwang city`: city packs made, checked and compared."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

if TYPE_CHECKING:
    from data_access.cities.findings import Finding

app = typer.Typer(help="City packs: areas, taxonomy and settings of a city.", no_args_is_help=True)

_Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder of the pack; its name is the city's id.")
]
_DEFAULT_CITY = "dongguan"


@app.command()
def new(
    folder: _Folder,
    areas: Annotated[
        list[str],
        typer.Option("--areas", metavar="LEVEL=FILE", help="GeoJSON of a level: town=FILE, village=, grid=."),
    ],
    taxonomy: Annotated[
        Path | None, typer.Option("--taxonomy", help="A taxonomy.csv to take over; else one class.")
    ] = None,
    name_en: Annotated[str, typer.Option("--name-en", help="Name in English (default: the folder's).")] = "",
    name_zh: Annotated[str, typer.Option("--name-zh", help="Name in Chinese.")] = "",
    zone: Annotated[str, typer.Option("--zone", help="Time zone (default: found by position).")] = "",
    country: Annotated[str, typer.Option("--country", help="Country of public holidays, like US.")] = "",
    subdivision: Annotated[str, typer.Option("--subdivision", help="State or province of holidays.")] = "",
    language: Annotated[str, typer.Option("--language", help="zh or en.")] = "",
    code_property: Annotated[str, typer.Option("--code", help="Property that holds the code.")] = "",
    name_property: Annotated[str, typer.Option("--name", help="Property that holds the name.")] = "",
    epsg: Annotated[int, typer.Option("--epsg", help="Projection in metres (default: UTM).")] = 0,
    as_json: options.Json = False,
) -> None:
    """Make a city pack from boundary files (GeoJSON in WGS-84 degrees, plain or .gz)."""
    from dashboard.cli.output import print_json
    from data_access.cities.create import PackWish, new_pack
    from data_access.domain.areas import AreaLevel

    files: dict[AreaLevel, Path] = {}
    for given in areas:
        level, _, file = given.partition("=")
        if level not in ("town", "village", "grid") or not file:
            raise CliError(f"--areas takes town=FILE, village=FILE or grid=FILE, not {given!r}.", 2)
        files[AreaLevel(level)] = Path(file)
    for path in [*files.values(), *([taxonomy] if taxonomy else [])]:
        if not path.is_file():
            raise CliError(f"{path} is no file.", 2)
    wish = PackWish(
        name_zh=name_zh, name_en=name_en, zone=zone, country=country, subdivision=subdivision,
        language=language, code_property=code_property, name_property=name_property, epsg=epsg,
        taxonomy=taxonomy,
    )  # fmt: skip
    try:
        made = new_pack(folder, files, wish)
    except FileExistsError as error:
        raise CliError(f"{error}.") from error
    counts = {level.value: count for level, count in made.counts.items()}
    if as_json:
        print_json({"folder": str(made.folder), "areas": counts, "findings": _plain(made.findings)})
        return
    _print_findings(made.findings)
    listed = ", ".join(f"{count:,} of level {level}" for level, count in counts.items())
    print(f"Made {made.folder}: {listed}. Next: zhiwang import FILE --mapping M.toml --city {folder}")


@app.command()
def check(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder of the pack, or a shipped name.")],
    as_json: options.Json = False,
) -> None:
    """Say what is wrong with a city pack, by file and feature (exit status 1 if it cannot be used)."""
    from dashboard.cli.output import print_json
    from data_access.cities.check import check_pack
    from data_access.cities.findings import Severity

    findings = check_pack(folder)
    if as_json:
        print_json(_plain(findings))
    else:
        _print_findings(findings)
        print("Nothing found." if not findings else f"{len(findings):,} findings.")
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise typer.Exit(1)


@app.command()
def versions(
    city: options.City = None,
    data: options.Data = None,
    month: Annotated[
        str | None,
        typer.Option("--month", help="Only that of a month's end.", metavar="2019-02"),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Which versions of the city pack were in force, and since when."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table
    from data_access.domain.period import BadPeriod, city_time
    from data_access.store.packs import Packs

    with services_of(city, data) as services:
        packs, zone = Packs(services.connection.redis, services.keys), services.city.zone
        try:
            one = None if month is None else packs.version_of_month(month, zone)
        except BadPeriod as error:
            raise CliError(f"--month: {error}.", 2) from error
        known = packs.pack_versions() if month is None else [one] if one else []
        opened, in_force = services.city.version, packs.in_force()
    listed = [(version.version, city_time(int(version.since), zone)) for version in known]
    if as_json:
        rows = [{"version": version, "since": since} for version, since in listed]
        print_json({"pack": opened, "in_force": in_force, "versions": rows})
        return
    print_table(("version", "in force since"), listed)
    if in_force is not None and in_force != opened:
        print(f"The pack that was opened is version {opened}: `zhiwang refold` brings it into force.")


@app.command()
def overlap(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="GeoJSON of the same areas.")],
    city: options.City = None,
    level: Annotated[str, typer.Option("--level", help="town, village or grid.")] = "town",
    code_property: Annotated[str, typer.Option("--code", help="Property that holds the code.")] = "code",
    as_json: options.Json = False,
) -> None:
    """How well the boundaries of the city's pack agree with those of a file, area by area."""
    from dashboard.cli.output import print_json, print_table
    from data_access.cities.overlap import overlap as compare
    from data_access.domain.areas import AreaLevel

    if level not in ("town", "village", "grid"):
        raise CliError("--level takes town, village or grid.", 2)
    found = compare(city or _DEFAULT_CITY, file, level=AreaLevel(level), code_property=code_property)
    if as_json:
        rows = [{name: getattr(area, name) for name in area.__slots__} for area in found.areas]
        print_json({"mean": found.mean, "areas": rows, "missing": found.missing})
        return
    _print_findings(found.findings)
    print_table(
        ("area", "shared", "pack km²", "file km²"),
        [
            (f"{a.code} {a.name_en}", f"{a.shared:.1%}", f"{a.pack_km2:.2f}", f"{a.file_km2:.2f}")
            for a in found.areas
        ],
    )
    if found.missing:
        print(f"Not in the file: {', '.join(found.missing)}.")
    if found.mean is not None:
        print(f"Shared (intersection over union), mean: {found.mean:.1%}.")


@app.command()
def taxonomy(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table of cases: CSV (.gz) or XLSX.")],
    mapping: Annotated[Path, typer.Option("--mapping", help="TOML file that says what the columns mean.")],
    out: Annotated[Path, typer.Option("--out", help="The taxonomy.csv to write.")],
) -> None:
    """List the classes and subclasses that occur in a feed as a taxonomy.csv for a new pack."""
    from zoneinfo import ZoneInfo

    from data_access.ingest.feed_taxonomy import feed_taxonomy, write_taxonomy
    from data_access.ingest.mapping_file import BadMapping, read_mapping
    from data_access.ingest.tables import UnreadableFile

    if not file.is_file():
        raise CliError(f"{file} is no file.", 2)
    try:
        # Categories have no times: any zone will do.
        lines = feed_taxonomy(file, read_mapping(mapping), ZoneInfo("UTC"))
    except (BadMapping, UnreadableFile) as error:
        raise CliError(str(error)) from error
    write_taxonomy(lines, out)
    classes = len({line["class"] for line in lines})
    print(f"{classes:,} classes with {len(lines):,} subclasses written to {out}.")


def _print_findings(findings: "Iterable[Finding]") -> None:
    for finding in findings:
        print(finding)


def _plain(findings: "Iterable[Finding]") -> list[dict[str, str]]:
    return [
        {"severity": f.severity.value, "file": f.file, "feature": f.feature, "message": f.message}
        for f in findings
    ]
