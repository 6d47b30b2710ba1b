"""A Dash app that serves only the component libraries it names, whatever else the process has imported."""

from collections.abc import Sequence
from importlib import import_module
from importlib.resources import files
from typing import Any

from dash import Dash
from dash.development.base_component import ComponentRegistry
from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

CORE = "dash"
"""The package of html and dcc, which every app needs."""

_LICENSED = "enterprise"
"""In the names of files that need a licence of their own: never registered, so never served."""


class SurfaceDash(Dash):
    """Dash serves every library that is imported anywhere to every app; a surface takes its own alone."""

    def __init__(self, name: str, server: Any, *, libraries: Sequence[str], title: str = "") -> None:
        """Mount a surface, with the files of assets/NAME, at /NAME/ on a Flask app; /NAME leads there."""
        super().__init__(
            __name__,
            server=server,
            url_base_pathname=f"/{name}/",
            assets_folder=str(files("assets").joinpath(name)),
            title=title,
            update_title="",
            serve_locally=True,
            suppress_callback_exceptions=True,
        )
        for library in libraries:
            # Importing is what makes Dash know a library; pages may import it only when they are made.
            import_module(library)
        self._libraries = [CORE, *libraries]

        def without_slash() -> AnyResponse:
            query = request.query_string.decode()
            return redirect(f"/{name}/" + (f"?{query}" if query else ""))

        # Dash answers everything below its prefix, so this must not look like one of its pages.
        server.add_url_rule(f"/{name}", f"{name}_without_slash", without_slash)
        scripts, sheets = self.scripts, self.css

        def own_scripts(dev_bundles: bool = False) -> Any:
            found = scripts.get_library_scripts(self.libraries_now(), dev_bundles)
            return [script for script in found if _LICENSED not in script.get("relative_package_path", "")]

        def own_sheets() -> Any:
            return sheets.get_library_css(self.libraries_now())

        self.scripts.get_all_scripts = own_scripts  # type: ignore[method-assign]
        self.css.get_all_css = own_sheets  # type: ignore[method-assign]

    def libraries_now(self) -> list[str]:
        """The libraries of the document being made; all of them while Dash sets itself up."""
        return self._libraries

    def _config(self) -> Any:
        """What the browser's renderer is told, without the other libraries' components."""
        config = super()._config()  # type: ignore[no-untyped-call]
        config["children_props"] = {
            namespace: components
            for namespace, components in config["children_props"].items()
            if ComponentRegistry.namespace_to_package.get(namespace) in self._libraries
        }
        return config
