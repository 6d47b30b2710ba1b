"""The first load of the wall stays small, also beside the review app's libraries in the same process."""

import re

from dashboard.services import Services
from dashboard.web import create_app

LIMIT = 3_000_000
PACKED = {"Accept-Encoding": "gzip"}


def test_the_first_load_of_the_wall_stays_below_its_limit(services: Services) -> None:
    app, hub = create_app(services, open_wall=True)
    client = app.test_client()
    try:
        document = client.get("/wall/", headers=PACKED)
        text = client.get("/wall/").get_data(as_text=True)
        parts = re.findall(r'(?:src|href)="(/wall/[^"]+)"', text)
        assert len(parts) > 40
        total = len(document.data)
        suites = "/wall/_dash-component-suites"
        later = (f"{suites}/plotly/package_data/plotly.min.js", f"{suites}/dash_leaflet/async-GeoJSON.js")
        for part in [*parts, *later, "/wall/_dash-layout", "/wall/_dash-dependencies"]:
            answer = client.get(part, headers=PACKED)
            assert answer.status_code == 200, part
            assert len(answer.data) < 2000 or answer.headers["Content-Encoding"] == "gzip", part
            total += len(answer.data)
            answer.close()
        city = services.city
        for name in ("outline", "children", "grids"):
            url = f"/wall/map/{city.version}/{city.tree.city.code}/{name}.geojson"
            answer = client.get(url, headers=PACKED)
            assert answer.status_code == 200
            assert answer.headers["Content-Encoding"] == "gzip"
            total += len(answer.data)
            answer.close()
        print(f"{total:,} bytes")
        assert total < LIMIT
        assert not [part for part in parts if "mantine" in part or "ag_grid" in part]
    finally:
        hub.stop()
