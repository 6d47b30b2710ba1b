"""`zhiwang verify`: folds every case again from its actions and compares the rows."""

from typing import Annotated

import typer

from dashboard.cli import options

_MOST_PRINTED = 50
_STATUS_OTHER_PACK = 3


def verify(
    city: options.City = None,
    data: options.Data = None,
    sample: Annotated[
        int | None, typer.Option("--sample", help="Compare only so many cases, drawn at random.", min=1)
    ] = None,
    seed: Annotated[
        int | None, typer.Option("--seed", help="Draw the same sample again; the output names the seed.")
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Fold cases again and list rows that differ; exit status 1 if any, 3 if some await a refold."""
    import secrets

    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, progress_of
    from data_access.store.verify import Verifier

    chosen = seed if seed is not None else secrets.randbelow(2**31)
    with services_of(city, data) as services, progress_of("Verifying") as progress:
        verifier = Verifier(services.connection.redis, services.city, services.keys, services.archive)
        found = verifier.run(progress, sample=sample, seed=chosen)
        version = services.city.version
    others = sum(found.other_packs.values())
    if as_json:
        answer = {
            "cases": found.cases,
            "archived": found.archived,
            "pack": version,
            "other_packs": dict(found.other_packs),
            "differences": [{"case_id": d.case_id, "text": d.text} for d in found.differences],
        }
        print_json(answer if sample is None else answer | {"sample": sample, "seed": chosen})
    else:
        drawn = "" if sample is None else f" (a sample; --seed {chosen} draws it again)"
        archived = f", {found.archived:,} of them archived" if found.archived else ""
        print(f"{found.cases:,} cases compared{drawn}{archived}, {len(found.differences):,} differences.")
        for difference in found.differences[:_MOST_PRINTED]:
            print(f"  {difference.case_id or '(no case)'}: {difference.text}")
        if others:
            listed = ", ".join(f"{count:,} version {name}" for name, count in found.other_packs.items())
            print(
                f"Not compared, because they follow another version of the city pack than {version}: "
                f"{listed}. `zhiwang refold` applies this one to them."
            )
    if found.differences:
        raise typer.Exit(1)
    if others:
        raise typer.Exit(_STATUS_OTHER_PACK)
