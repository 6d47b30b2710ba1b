"""The change log of the open data as a table: what was released, revised, or is waiting."""

from dashboard.public.opendata.columns import Column, Json, Type, count, text

COLUMNS = (
    Column("at", Type.TIME, "时间", "When, in city time", lambda row: row.get("at")),
    text("kind", "事项", "What happened: released, revised, waiting or scheme"),
    text("edition", "月份或周", "Month or week that it is about"),
    count("revision", "版次", "Number of the revision", unit=""),
    text("tables", "涉及的表", "Tables that changed, with blanks between"),
)


def changes(log: Json) -> list[Json]:
    """One row an entry, the newest first."""
    return [
        {
            "at": entry.get("at"),
            "kind": entry.get("kind"),
            "edition": entry.get("month") or entry.get("week"),
            "revision": entry.get("revision"),
            "tables": " ".join(entry.get("tables") or ()),
        }
        for entry in log["entries"]
    ]
