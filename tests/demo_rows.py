"""Rows of some days of the demo city, through the product's own door: for tests that look at scenes."""

import datetime as dt

import redis

from data_access.domain.city import City
from data_access.domain.rows import Columns
from data_access.ingest.demo.demo_city import DemoCity, days_between
from data_access.ingest.ingest import Ingest
from data_access.store.keys import Keys
from data_access.store.names import Names
from data_access.store.table import Table

NOW = dt.datetime(2026, 11, 23, 14, 32, 8, tzinfo=dt.timezone(dt.timedelta(hours=8))).timestamp()
"""A Monday afternoon."""
DAYS = 8


def demo_rows(client: redis.Redis, city: City) -> tuple[Columns, Names]:
    """Rows and names of the last days before NOW."""
    keys = Keys(city.id, "demo-rows")
    demo, ingest = DemoCity(city), Ingest(client, city, keys)
    today = dt.datetime.fromtimestamp(NOW, city.zone).date()
    for day in days_between(today - dt.timedelta(days=DAYS - 1), today):
        ingest.ingest(demo.day(day, NOW), feed="demo")
    table = Table(client, city, keys)
    table.refresh()
    return {name: column.copy() for name, column in table.columns.items()}, table.names
