"""`python -m dashboard.cli`: the same as `zhiwang`."""

from dashboard.cli.main import main

if __name__ == "__main__":
    main()
