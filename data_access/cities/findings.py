"""What a reader of packs has to say about them: by file and feature, as an error, a repair or a note."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """The pack cannot be used."""
    WARNING = "warning"
    """The pack works, but probably not as meant."""
    REPAIRED = "repaired"
    """A fault of the input that was mended while reading."""
    NOTE = "note"
    """Good to know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; `feature` is a code, a position or a line, empty when it concerns the whole file."""

    severity: Severity
    file: str
    feature: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, {self.feature}" if self.feature else self.file
        return f"{self.severity}: {place}: {self.message}"


class PackError(ValueError):
    """A pack that cannot be loaded; `findings` says why."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("; ".join(str(finding) for finding in findings))


class Findings(list[Finding]):
    """Findings in the order they were made."""

    def error(self, file: str, feature: str, message: str) -> None:
        """The pack cannot be used."""
        self.append(Finding(Severity.ERROR, file, feature, message))

    def warning(self, file: str, feature: str, message: str) -> None:
        """The pack works, but probably not as meant."""
        self.append(Finding(Severity.WARNING, file, feature, message))

    def repaired(self, file: str, feature: str, message: str) -> None:
        """A fault was mended while reading."""
        self.append(Finding(Severity.REPAIRED, file, feature, message))

    def note(self, file: str, feature: str, message: str) -> None:
        """Good to know."""
        self.append(Finding(Severity.NOTE, file, feature, message))

    @property
    def errors(self) -> list[Finding]:
        """Only those that forbid to use the pack."""
        return [finding for finding in self if finding.severity is Severity.ERROR]

    def stop_on_errors(self) -> None:
        """Raise PackError when there is an error."""
        if self.errors:
            raise PackError(self.errors)
