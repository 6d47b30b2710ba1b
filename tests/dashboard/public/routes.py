"""Routes that are open to everybody, with the status that each gives while nothing is published."""

from dashboard.services import Services

_DOCUMENTS = """
    index live method log months/<month> rankings/<month> heat/<week> overview ranking trend heat categories
    data data/dictionary.<form> data/changes.<form> data/<edition>/<name> dcat.json
"""
PUBLIC_ROUTES: dict[str, int] = {
    # 503 says that everybody may come in.
    **{f"/public/api/v1/{path}": 503 for path in _DOCUMENTS.split()},
    "/public/api/v1/openapi.json": 200,
    "/public/api/v1/track": 405,
    "/public/api/<path:rest>": 503,
    "/public": 302,
    "/public/track": 200,
    "/public/embed/<name>": 200,
    "/public/preview.png": 404,
    "/public/sitemap.xml": 200,
    "/robots.txt": 200,
    "/open311/v2/discovery.<form>": 200,
    "/open311/v2/services.<form>": 200,
    "/open311/v2/services/<path:name>": 404,
    "/open311/v2/requests.<form>": 403,
    "/open311/v2/requests/<path:name>": 400,
}


def address_of(path: str, services: Services) -> str:
    """An address for a route."""
    parts = {"<version>": services.city.version, "<path:case_id>": "nobody", "<form>": "json"}
    parts["<path:name>"] = "nobody.json"
    if "embed" in path:
        parts["<name>"] = "headline"
    for part, text in parts.items():
        path = path.replace(part, text)
    return path
