import subprocess
import sys

from tests.architecture.files import ROOMS, ROOT, module_name, python_files

WATCH = """
import importlib, sys

FORBIDDEN = {
    "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto",
    "subprocess.Popen", "os.posix_spawn", "os.fork", "os.system", "os.exec",
    "os.mkdir", "os.remove", "os.rename", "shutil.rmtree", "urllib.Request",
}
module = ""
found = []

def watch(event, arguments):
    # Libraries may look around while they are loaded; what our own module does is on the stack.
    writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
    if event in FORBIDDEN or writes:
        frame = sys._getframe(1)
        while frame is not None:
            if frame.f_globals.get("__name__") == module and frame.f_code.co_name == "<module>":
                line = frame.f_lineno
                text = f"{module}:{line} {event} {arguments!r:.120}"
                if ".pyc" not in text and "__pycache__" not in text:
                    found.append(text)
                break
            frame = frame.f_back

sys.addaudithook(watch)
for module in sys.argv[1:]:
    importlib.import_module(module)
print("\\n".join(found))
sys.exit(bool(found))
"""


def test_importing_a_module_opens_no_connection_starts_nothing_and_writes_nothing() -> None:
    modules = [module_name(path) for path in python_files(*ROOMS) if path.stem != "__main__"]
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *modules], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]


def test_the_server_starts_without_redis_loaded_so_that_gevent_patches_first() -> None:
    modules = "dashboard.server, dashboard.cli.serve, dashboard.demo.child"
    words = f"import sys, {modules}; print('redis' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "False", done.stdout + done.stderr[-2000:]
