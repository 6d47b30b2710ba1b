"""Every Redis key of the product: one function a key, its docstring gives pattern and type.

City-wide keys share the hash tag `{city}`, keys of a shard `{city:shard}`, so that every script works on
keys of one slot of a Redis Cluster.
"""

import zlib

PREFIX = "zhiwang"


class Keys:
    """Keys of one city; `prefix` separates installations (and tests) that share one Redis."""

    def __init__(self, city: str, prefix: str = PREFIX) -> None:
        self.city = city
        self._base = f"{prefix}:{{{city}}}"
        self._shard = f"{prefix}:{{{city}:"

    def meta(self) -> str:
        """`zhiwang:{city}:meta` hash: format, shards, check_key, pack version, waited."""
        return f"{self._base}:meta"

    def packs(self) -> str:
        """`zhiwang:{city}:packs` hash: versions of the pack by number, and the code lists of each."""
        return f"{self._base}:packs"

    def pack_history(self) -> str:
        """`zhiwang:{city}:packs:history` list: pack versions with the time each came into force, JSON."""
        return f"{self._base}:packs:history"

    def refold(self) -> str:
        """`zhiwang:{city}:refold` hash: pack version, shard, cursor and cases of a refold that runs."""
        return f"{self._base}:refold"

    def archive_files(self) -> str:
        """`zhiwang:{city}:archive` counter: the number last given to a file of the archive."""
        return f"{self._base}:archive"

    def names(self, kind: str) -> str:
        """`zhiwang:{city}:names:KIND` hash: name → number, for department, team and subclass."""
        return f"{self._base}:names:{kind}"

    def quarantine(self) -> str:
        """`zhiwang:{city}:quarantine` stream: lines that could not be applied, with reason; bounded."""
        return f"{self._base}:quarantine"

    def quarantine_counts(self) -> str:
        """`zhiwang:{city}:quarantine:counts` hash: reason code → lines so far."""
        return f"{self._base}:quarantine:counts"

    def records(self, shard: int) -> str:
        """`zhiwang:{city:SHARD}:records` hash: case id → record."""
        return f"{self._shard}{shard}}}:records"

    def state(self, shard: int) -> str:
        """`zhiwang:{city:SHARD}:state` hash: rows (count), version, newest (last action time, µs), waited."""
        return f"{self._shard}{shard}}}:state"

    def block(self, shard: int, block: int) -> str:
        """`zhiwang:{city:SHARD}:rows:BLOCK` string: up to 4,096 rows of 108 bytes."""
        return f"{self._shard}{shard}}}:rows:{block}"

    def block_ids(self, shard: int, block: int) -> str:
        """`zhiwang:{city:SHARD}:ids:BLOCK` string: case ids of the rows of a block, 24 bytes each."""
        return f"{self._shard}{shard}}}:ids:{block}"

    def long_ids(self, shard: int) -> str:
        """`zhiwang:{city:SHARD}:ids:long` hash: row number → case id, of ids longer than 24 bytes."""
        return f"{self._shard}{shard}}}:ids:long"

    def block_versions(self, shard: int) -> str:
        """`zhiwang:{city:SHARD}:versions` hash: block → table version of its last change."""
        return f"{self._shard}{shard}}}:versions"

    def row_feed(self, shard: int) -> str:
        """`zhiwang:{city:SHARD}:feed` stream: version and row numbers of each change; bounded."""
        return f"{self._shard}{shard}}}:feed"

    def row_channel(self, shard: int) -> str:
        """`zhiwang:{city:SHARD}:changed` publish/subscribe channel: the version of each change."""
        return f"{self._shard}{shard}}}:changed"

    def intake(self, lane: int) -> str:
        """`zhiwang:{city:LANE}:intake` stream: wire-format lines (field `lines`) that a platform adds."""
        return f"{self._shard}{lane}}}:intake"

    def lane_lease(self, lane: int) -> str:
        """`zhiwang:{city:LANE}:lane` string: fencing token of the worker that reads this lane; expires."""
        return f"{self._shard}{lane}}}:lane"

    def lane_fence(self, lane: int) -> str:
        """`zhiwang:{city:LANE}:lane:fence` counter: how often the lane's lease was given out."""
        return f"{self._shard}{lane}}}:lane:fence"

    def workers(self) -> str:
        """`zhiwang:{city}:workers` sorted set: worker → time of its last sign of life, Unix seconds."""
        return f"{self._base}:workers"

    def live_snapshot(self, showing: str) -> str:
        """`zhiwang:{city}:live:snapshot:SCENE/AREA` string: its newest numbered snapshot, JSON; expires."""
        return f"{self._base}:live:snapshot:{showing}"

    def live_wanted(self) -> str:
        """`zhiwang:{city}:live:wanted` sorted set: SCENE/AREA → shown until then, Unix seconds."""
        return f"{self._base}:live:wanted"

    def live_channel(self) -> str:
        """`zhiwang:{city}:live` publish/subscribe channel: one numbered message a tick."""
        return f"{self._base}:live"

    def ticker_lease(self) -> str:
        """`zhiwang:{city}:ticker` string: fencing token of the worker that may publish; expires."""
        return f"{self._base}:ticker"

    def ticker_fence(self) -> str:
        """`zhiwang:{city}:ticker:fence` counter: how often the ticker's lease was given out."""
        return f"{self._base}:ticker:fence"

    def accounts(self) -> str:
        """`zhiwang:{city}:accounts` hash: user name → account, JSON with the argon2 hash."""
        return f"{self._base}:accounts"

    def tokens(self) -> str:
        """`zhiwang:{city}:tokens` hash: SHA-256 of an API token → its name, scopes and areas, JSON."""
        return f"{self._base}:tokens"

    def screens(self) -> str:
        """`zhiwang:{city}:screens` hash: identity → name, view, SHA-256 of its secret, JSON."""
        return f"{self._base}:screens"

    def screen_beat(self, identity: str) -> str:
        """`zhiwang:{city}:screen:IDENTITY` string: the screen's last heartbeat, JSON; expires."""
        return f"{self._base}:screen:{identity}"

    def screen_trend(self, identity: str) -> str:
        """`zhiwang:{city}:screen:IDENTITY:trend` list: [time, JavaScript memory], a day of them; expires."""
        return f"{self._base}:screen:{identity}:trend"

    def login_failures(self, who: str) -> str:
        """`zhiwang:{city}:login:WHO` counter: failed logins of a name or an address; expires."""
        return f"{self._base}:login:{who}"

    def login_told(self, who: str) -> str:
        """`zhiwang:{city}:told:WHO` string: that the audit log has a locked login already; expires."""
        return f"{self._base}:told:{who}"

    def login_addresses(self, name: str) -> str:
        """`zhiwang:{city}:login:from:NAME` set: addresses that failed logins of a name came from; expires."""
        return f"{self._base}:login:from:{name}"

    def session(self, digest: str) -> str:
        """`zhiwang:{city}:session:DIGEST` string: a login by the SHA-256 of its secret, JSON; expires."""
        return f"{self._base}:session:{digest}"

    def sessions_of(self, user: str) -> str:
        """`zhiwang:{city}:sessions:USER` sorted set: digest → latest end, Unix seconds; expires."""
        return f"{self._base}:sessions:{user}"

    def audit(self) -> str:
        """`zhiwang:{city}:audit` stream: who did what, when and from where; bounded by time."""
        return f"{self._base}:audit"

    def staff(self) -> str:
        """`zhiwang:{city}:staff` string: mark of the areas, staff on duty by lowest area, two bytes each."""
        return f"{self._base}:staff"

    def memo(self, question: str) -> str:
        """`zhiwang:{city:memo:QUESTION}:answer` string: a remembered answer, JSON; expires."""
        return f"{self._shard}memo:{question}}}:answer"

    def memo_lock(self, question: str) -> str:
        """`zhiwang:{city:memo:QUESTION}:lock` string: token of the process that works it out; expires."""
        return f"{self._shard}memo:{question}}}:lock"

    def heartbeats(self) -> str:
        """`zhiwang:{city}:heartbeats` hash: feed → [time its data is complete to, expected pause]."""
        return f"{self._base}:heartbeats"

    def freezes(self) -> str:
        """`zhiwang:{city}:freezes` hash: KIND:MONTH → frozen evaluation with its signature, JSON."""
        return f"{self._base}:freezes"

    def external_values(self) -> str:
        """`zhiwang:{city}:external` list: external values of evaluations as they were entered, JSON."""
        return f"{self._base}:external"

    def appeals(self) -> str:
        """`zhiwang:{city}:appeals` list: steps of appeals against the counting of cases, JSON."""
        return f"{self._base}:appeals"

    def evaluation_notes(self) -> str:
        """`zhiwang:{city}:evaluation-notes` list: notes beside evaluated objects, JSON."""
        return f"{self._base}:evaluation-notes"

    def city_events(self) -> str:
        """`zhiwang:{city}:events` list: steps about events that charts mark (add, remove, restore), JSON."""
        return f"{self._base}:events"

    def marks(self) -> str:
        """`zhiwang:{city}:marks` hash: case id → trail of its mark for high-level coordination, JSON."""
        return f"{self._base}:marks"

    def public(self, name: str) -> str:
        """`zhiwang:{city}:public:NAME` string: a document for everybody, JSON; also `salt` and `version`."""
        return f"{self._base}:public:{name}"

    def public_track(self, check: str) -> str:
        """`zhiwang:{city}:public:track:HASH` string: steps of a case by the hash of its code; expires."""
        return f"{self._base}:public:track:{check}"

    def public_channel(self) -> str:
        """`zhiwang:{city}:public:changed` publish/subscribe channel: names of documents that changed."""
        return f"{self._base}:public:changed"

    def public_all(self) -> str:
        """`zhiwang:{city}:public:*` pattern: every key and channel that the public process may use."""
        return f"{self._base}:public:*"

    def releases(self, month: str) -> str:
        """`zhiwang:{city}:releases:MONTH` string: what each release of a month showed, packed JSON."""
        return f"{self._base}:releases:{month}"

    def demo(self) -> str:
        """`zhiwang:{city}:demo` hash: seed, start, cursor, speeds and finished chunks of the demo feed."""
        return f"{self._base}:demo"


def shard_of(case_id: str, shards: int) -> int:
    """Shard of a case: a hash of its id, never its town, which an early action does not know yet."""
    return zlib.crc32(case_id.encode("utf-8", "surrogatepass")) % shards if shards > 1 else 0
