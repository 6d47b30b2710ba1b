"""What the demo city's cases are about: shares of sources, classes and subclasses, and departments."""

import numpy as np
import numpy.typing as npt

from data_access.domain.taxonomy import PUBLIC_SOURCES, SOURCES, CaseKind, Clock, Source, Taxonomy

Weights = npt.NDArray[np.float64]

BUREAU = "市城市管理综合执法局"
"""Department of the cases that the city's bureau handles itself."""
OTHER_DEPARTMENTS = ("城管分局", "公用事业服务中心", "交通分局", "住建局", "市场监管分局")
"""Where a returned case goes next."""

SOURCE_SHARES = {
    Source.COLLECTOR: 0.86,
    Source.HOTLINE_12345: 0.05,
    Source.APP: 0.022,
    Source.WECHAT: 0.03,
    Source.VIDEO: 0.016,
    Source.LEADER: 0.002,
    Source.MEDIA: 0.001,
    Source.TRANSFER: 0.014,
    Source.OTHER: 0.005,
}
_CLASS_SHARES = {
    "E04": 0.55,
    "E02": 0.22,
    "E01": 0.15,
    "C01": 0.022,
    "C02": 0.016,
    "C03": 0.011,
    "C04": 0.008,
    "C05": 0.002,
    "C06": 0.001,
    "E03": 0.012,
    "E05": 0.003,
    "E06": 0.005,
}
_SUBCLASS_WEIGHTS = {
    "E0405": 21.0,
    "E0406": 19.0,
    "E0410": 17.0,
    "E0401": 15.0,
    "E0402": 4.0,
    "E0493": 5.0,
    "E0495": 4.0,
    "E0496": 2.5,
    "E0498": 2.0,
    "E0201": 22.0,
    "E0203": 5.0,
    "E0206": 6.0,
    "E0207": 3.0,
    "E0202": 2.0,
    "E0110": 19.0,
    "E0112": 14.0,
    "E0192": 13.0,
    "E0136": 11.0,
    "E0113": 6.0,
    "E0107": 5.0,
    "E0117": 4.0,
    "E0135": 3.0,
    "E0111": 3.0,
    "E0101": 0.6,
    "E0198": 0.1,
    "E0199": 0.1,
    "E0183": 0.2,
    "E0506": 2.0,
    "E0503": 3.0,
    "E0507": 0.0,  # ice and snow: the city has none
    "E0504": 0.0,
    "C0110": 0.0,
    "C0192": 0.0,
    "C0104": 9.0,
    "C0102": 4.0,
    "C0103": 4.0,
    "C0137": 8.0,
    "C0217": 6.0,
    "C0284": 5.0,
    "C0305": 8.0,
    "C0402": 5.0,
}
"""Weight inside the class; a subclass not named here has 1, or what is left in a class without names."""

FLOOD = "E0506"
WATER = ("E0125", "E0126")
"""Subclasses of the cases on the boundary rivers, which belong to no town."""

PUBLIC = np.isin(np.arange(len(SOURCES)), [SOURCES.index(source) for source in PUBLIC_SOURCES])
"""Whether a source is the public; shape (sources,)."""
COLLECTOR = SOURCES.index(Source.COLLECTOR)


def source_shares() -> Weights:
    """Share of every source, in the order of SOURCES."""
    shares = np.array([SOURCE_SHARES[source] for source in SOURCES])
    return np.asarray(shares / shares.sum())


def subclass_shares(taxonomy: Taxonomy) -> Weights:
    """Share of every subclass of the taxonomy; a taxonomy of other codes is used evenly."""
    named = np.array([_CLASS_SHARES.get(one.code, 0.0) for one in taxonomy.classes])
    if named.sum() < 0.5:
        named = np.array([1.0 if one.kind is CaseKind.EVENT else 0.1 for one in taxonomy.classes])
    classes = np.array([one.class_index for one in taxonomy.subclasses])
    weights = np.array([_SUBCLASS_WEIGHTS.get(one.code, 1.0) for one in taxonomy.subclasses])
    in_class = np.bincount(classes, weights=weights, minlength=len(taxonomy.classes))
    shares = named[classes] * weights / np.maximum(in_class[classes], 1e-9)
    return np.asarray(shares / shares.sum())


def urgent_subclasses(taxonomy: Taxonomy) -> npt.NDArray[np.bool_]:
    """Whether a case of a subclass is urgent: emergencies that run on continuous hours."""
    return np.array(
        [
            one.clock is Clock.URGENT_HOUR
            and (
                taxonomy.classes[one.class_index].kind is CaseKind.COMPONENT
                or taxonomy.classes[one.class_index].code == "E05"
            )
            for one in taxonomy.subclasses
        ]
    )
