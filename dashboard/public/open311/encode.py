"""Open311 answers in XML and JSON: the same content, in the two ways that GeoReport v2 writes it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from dashboard.encoding import to_json

MIMETYPES = {"xml": "text/xml", "json": "application/json"}
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot carry."""

Item = Mapping[str, Any]


def encoded(form: str, root: str, item: str, content: Sequence[Item] | Item) -> bytes:
    """A list of items, or one object, in a form; `root` and `item` are the element names in XML.

    Inside an item a list is written with the singular of its name: `<values><value>…`.
    """
    if form == "json":
        return to_json(content)
    top = ElementTree.Element(root)
    if isinstance(content, Mapping):
        _fill(top, content)
    else:
        for one in content:
            _fill(ElementTree.SubElement(top, item), one)
    written: bytes = ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _fill(element: ElementTree.Element, content: Item) -> None:
    for name, value in content.items():
        child = ElementTree.SubElement(element, name)
        if isinstance(value, Sequence) and not isinstance(value, str):
            for one in value:
                inner = ElementTree.SubElement(child, name.removesuffix("s"))
                if isinstance(one, Mapping):
                    _fill(inner, one)
                else:
                    inner.text = _text(one)
        elif value is not None:
            child.text = _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _NOT_XML.sub("\ufffd", str(value))
