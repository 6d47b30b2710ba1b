"""The attack on published months for as long as wanted: `python -m tests.property.public_long_run`."""

import argparse
import sys
import time

from tests.property.public_world import releases
from tests.reference.public_attack import attack


def main() -> None:
    """Publish months of cities of several sizes again and again, and attack all documents of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="1-20", help="First and last seed.")
    parser.add_argument("--attempts", type=int, default=60, help="How often the past changes in each month.")
    options = parser.parse_args()
    first, last = (int(part) for part in options.seeds.split("-"))
    began, published = time.monotonic(), 0
    for seed in range(first, last + 1):
        for cases in (60, 250, 1200, 4000):
            documents = list(releases(seed, cases, options.attempts))
            published += len(documents)
            found = attack(documents)
            print(
                f"{time.monotonic() - began:6.0f} s  seed {seed}, {cases} cases: {len(documents)} releases, "
                f"{len(found)} betrayals",
                flush=True,
            )
            if found:
                print(found[0])
                sys.exit(1)
    print(f"{published} releases betray nothing")


if __name__ == "__main__":
    main()
