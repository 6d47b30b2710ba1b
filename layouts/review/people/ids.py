"""Component ids of the page of one's own account."""

from enum import StrEnum


class AccountIds(StrEnum):
    """Parts of the page."""

    LOGINS = "account-logins"
    END_OTHERS = "account-end-others"
    OLD = "account-old"
    NEW = "account-new"
    AGAIN = "account-again"
    CHANGE = "account-change"
    SAID = "account-said"
    LOGINS_SAID = "account-logins-said"


END = "account-end"
"""Type of the buttons that end one login; their index is its digest."""
