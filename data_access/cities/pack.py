"""Loads a city pack, a folder, into the domain's `City`. Everyone who needs a city asks here."""

from importlib import resources
from pathlib import Path

from data_access.cities import compiled
from data_access.cities.findings import Finding, Findings, PackError, Severity
from data_access.cities.open_data_file import read_open_data
from data_access.cities.rules_file import read_rules
from data_access.cities.schemes import read_schemes
from data_access.cities.settings import PackSettings, read_settings
from data_access.cities.taxonomy_file import read_taxonomy
from data_access.domain.city import City
from data_access.domain.deadlines import CalendarDeadlines
from data_access.domain.evaluation.scheme import Scheme
from data_access.domain.open_data import OpenData
from data_access.domain.rules import Rules
from data_access.domain.taxonomy import Taxonomy

SHIPPED = ("dongguan",)
"""Packs that come with the program, known by their bare name."""


def pack_folder(name_or_folder: str | Path) -> Path:
    """Folder of a pack: a shipped one by its name, else a path. Raises PackError when there is none."""
    if str(name_or_folder) in SHIPPED:
        return Path(str(resources.files("data_access.cities") / str(name_or_folder)))
    folder = Path(name_or_folder)
    if not folder.is_dir():
        known = ", ".join(SHIPPED)
        message = f"is neither a shipped city ({known}) nor a folder"
        raise PackError([Finding(Severity.ERROR, str(name_or_folder), "", message)])
    return folder.resolve()


def load_city(name_or_folder: str | Path) -> City:
    """The city of a pack. Raises PackError, with its findings, when the pack cannot be used."""
    folder = pack_folder(name_or_folder)
    findings = Findings()
    settings = read_settings(folder, findings)
    taxonomy = read_taxonomy(folder, findings)
    schemes = read_schemes(folder, findings)
    rules = read_rules(folder, taxonomy, findings)
    open_data = read_open_data(folder, findings)
    findings.stop_on_errors()
    assert settings is not None
    key = compiled.digest(folder, settings)
    arrays = compiled.read(folder / compiled.FILE, key)
    if arrays is None:
        # Compiling needs libraries that take longer to import than a compiled pack takes to load.
        from data_access.cities.areas_reader import read_areas
        from data_access.cities.compile import compile_pack
        from data_access.cities.maps import draw_maps

        areas = read_areas(folder, settings, findings)
        arrays = compile_pack(areas, settings, findings)
        compiled.write(folder / compiled.FILE, key, arrays)
        draw_maps(folder, areas, settings)
    pack = compiled.assemble(arrays, settings)
    return _city(folder, key, settings, taxonomy, pack, schemes, rules, open_data)


def _city(
    folder: Path,
    key: str,
    settings: PackSettings,
    taxonomy: Taxonomy,
    pack: compiled.CompiledPack,
    schemes: tuple[Scheme, ...],
    rules: Rules,
    open_data: OpenData,
) -> City:
    return City(
        id=folder.name,
        version=key,
        name_zh=settings.name_zh,
        name_en=settings.name_en,
        zone=settings.zone,
        language=settings.language,
        tree=pack.tree,
        taxonomy=taxonomy,
        locator=pack.locator,
        deadlines=CalendarDeadlines(settings.zone, settings.calendar),
        demo=settings.demo,
        schematic=settings.schematic,
        load_bands=settings.load_bands,
        folder=str(folder),
        schemes=schemes,
        rules=rules,
        open_data=open_data,
    )
