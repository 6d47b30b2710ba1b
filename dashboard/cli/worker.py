"""`zhiwang worker`: the process that computes the wall's figures and publishes what changes."""

from dashboard.cli import options


def worker(city: options.City = None, data: options.Data = None) -> None:
    """Compute the live figures and publish what changes; one worker is at work, others stand by."""
    import signal
    import threading

    from dashboard.cli.opening import services_of
    from dashboard.packs import log_pack, watched_pack
    from dashboard.worker.publishing import publishing_of
    from dashboard.worker.run import run_worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with services_of(city, data) as services:
        log_pack(services)
        with watched_pack(services, stop):
            run_worker(
                services.connection,
                services.city,
                services.keys,
                stop,
                services.settings.sharing,
                services.archive,
                publishing_of(services),
            )
