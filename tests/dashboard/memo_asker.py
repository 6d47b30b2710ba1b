"""Asks a memo from many threads of a process of its own: a part of test_memo.

Run: python -m tests.dashboard.memo_asker SOCKET PREFIX KEY THREADS
"""

import sys
import threading
import time

import redis

from dashboard.memo import Memo
from data_access.store.keys import Keys


def main(socket: str, prefix: str, key: str, threads: int) -> None:
    """Print the different answers, one a line."""
    client = redis.Redis(unix_socket_path=socket, protocol=2)
    memo = Memo(client, Keys("little", prefix=prefix))
    answers: set[bytes] = set()

    def compute() -> bytes:
        number = client.incr(f"{prefix}:computed")
        time.sleep(0.2)
        return b"answer %d" % int(number)

    def ask() -> None:
        answers.add(memo.get(key, 60, compute))

    # All processes begin at once, when the test says so.
    client.incr(f"{prefix}:ready")
    while not client.exists(f"{prefix}:go"):
        time.sleep(0.005)
    askers = [threading.Thread(target=ask) for _ in range(threads)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    print("\n".join(sorted(answer.decode() for answer in answers)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
