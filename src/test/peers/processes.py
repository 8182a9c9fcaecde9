"""The processes of a comparison: started here, and nothing else is ended."""

import os
import socket
import subprocess
import time

OURS = ("GOLDFISH_", "QUARKUS_", "PEER_", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Processes:
    """All that a comparison started; leaving it ends them."""

    def __init__(self, directory):
        self.directory = directory
        self.running = []

    def start(self, name, command, environment=None):
        clean = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
        with open(self.directory / f"{name}.log", "wb") as log:
            process = subprocess.Popen(
                [str(word) for word in command],
                env={**clean, **(environment or {})},
                cwd=self.directory,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        process.log = self.directory / f"{name}.log"
        self.running.append(process)
        return process

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        for process in self.running:
            process.terminate()
        for process in self.running:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def await_true(what, process, condition, seconds=120):
    """Waits until a condition holds; fails with the process' log when it ends or takes too long."""
    deadline = time.monotonic() + seconds
    last = None
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if condition():
                return
        except (OSError, ValueError) as e:
            last = e
        time.sleep(0.1)
    raise SystemExit(f"{what} did not come: {last}\n{process.log.read_text(errors='replace')[-4000:]}")


def cpu_seconds(process):
    """User and system time of a process, all its threads included."""
    with open(f"/proc/{process.pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Redis:
    """A redis-server with an empty directory and the settings that the README gives it."""

    def __init__(self, processes, executable):
        self.port = free_port()
        directory = processes.directory / f"redis-{self.port}"
        directory.mkdir()
        self.process = processes.start(
            directory.name,
            [executable, "--port", self.port, "--bind", "127.0.0.1", "--dir", directory, "--save", "",
             "--appendonly", "yes", "--auto-aof-rewrite-percentage", 0, "--maxmemory-policy", "noeviction"],
        )
        await_true("redis-server's answer", self.process, lambda: self.command("PING") == "+PONG")

    def command(self, *words):
        """The first line of the answer, with its type in front."""
        message = f"*{len(words)}\r\n" + "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
        with socket.create_connection(("127.0.0.1", self.port), 30) as connection:
            connection.sendall(message.encode())
            return connection.makefile("r", newline="\r\n").readline().strip()

    def keys(self):
        return int(self.command("DBSIZE")[1:])

    def empty(self):
        self.command("FLUSHALL")
