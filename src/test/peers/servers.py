"""The servers that are compared: how each is started, asked, and known to answer rightly."""

import http.client
import json
import os
import subprocess
import sys
import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable

import envelopes
from processes import await_true, free_port

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[2] / "target"
APP = Path("quarkus-app") / "quarkus-run.jar"
NO_OP_APP = "goldfish-with-no-op" / APP
GOLDFISH = TARGET / APP
GOLDFISH_WITH_NO_OP = TARGET / NO_OP_APP
UNSIGNED = TARGET / "unsigned-peer" / "quarkus-app" / "quarkus-run.jar"
TOTAL = {"count": len(envelopes.NUMBERS), "total": sum(envelopes.NUMBERS)}


@dataclass
class Server:
    """One running server: a request of its own shape, and whether an answer to it is right."""

    name: str
    port: int
    process: subprocess.Popen
    path: str
    body: Callable[[], str]
    right: Callable[[str], bool]
    remembers: bool

    def requests(self, count):
        return (envelopes.http(self.port, self.path, self.body()) for _ in range(count))

    def answers(self, bodies):
        """Sends requests one after another over one connection; the HTTP status and the text of each answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            for body in bodies:
                connection.request("POST", self.path, body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                yield answer.status, answer.read().decode()
        finally:
            connection.close()

    def answers_rightly(self):
        for status, text in self.answers([self.body()]):
            if status != 200 or not self.right(text):
                raise ValueError(f"HTTP {status}: {text}")
        return True

    def awaited(self):
        await_true(f"a right answer of {self.name}", self.process, self.answers_rightly)
        return self


def signed_sum():
    return envelopes.signed("batch_sum", envelopes.SUM_ARGS, uuid.uuid4().hex)


def goldfish(processes, redis, java, jar=GOLDFISH, settings=None):
    """The packaged server with its production settings, but for the rate: one client makes all the load."""
    port = free_port()
    directory = processes.directory
    clients = {envelopes.CLIENT_ID: {"secrets": [envelopes.CLIENT_SECRET.decode()], "tools": ["*"]}}
    private_file(directory / "clients.json", json.dumps({"clients": clients}))
    private_file(directory / "server.secret", envelopes.SERVER_SECRET.decode())
    process = processes.start(f"goldfish-{port}", [*java, "-jar", packaged(jar)], {
        "QUARKUS_HTTP_HOST": "127.0.0.1",
        "QUARKUS_HTTP_PORT": str(port),
        "QUARKUS_REDIS_HOSTS": f"redis://127.0.0.1:{redis.port}",
        "GOLDFISH_SERVER_ID": envelopes.SERVER_ID,
        "GOLDFISH_SERVER_SECRET_FILE": str(directory / "server.secret"),
        "GOLDFISH_CLIENTS_FILE": str(directory / "clients.json"),
        "GOLDFISH_RATE_PER_SECOND": "0",
        # Redis is emptied between runs, and has forgotten nothing that matters.
        "GOLDFISH_REPLAY_ALLOWANCE": "-5m",
        **(settings or {}),
    })
    key = envelopes.client_reply_key()
    right = lambda text: json.loads(text)["result"] == TOTAL and envelopes.reply_is_signed(text, key)
    return Server("goldfish", port, process, "/call", signed_sum, right, True).awaited()


def other_build(target, processes, redis, java, app=APP, settings=None):
    """Another build of goldfish, for example of an older commit, by the name of "other"."""
    return replace(goldfish(processes, redis, java, target / app, settings), name="other")


def unsigned(processes, redis, java):
    port = free_port()
    process = processes.start("unsigned", [*java, "-jar", packaged(UNSIGNED)], {
        "QUARKUS_HTTP_HOST": "127.0.0.1",
        "QUARKUS_HTTP_PORT": str(port),
        "QUARKUS_REDIS_HOSTS": f"redis://127.0.0.1:{redis.port}",
    })
    right = lambda text: json.loads(text) == TOTAL
    return Server("unsigned", port, process, "/sum", lambda: envelopes.SUM_ARGS, right, True).awaited()


def fastapi(processes):
    port = free_port()
    python = virtual_environment()
    process = processes.start(
        "fastapi",
        [python, "-m", "uvicorn", "fastapi_peer:app", "--app-dir", HERE, "--host", "127.0.0.1", "--port", port,
         "--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"],
        {
            "PEER_SERVER_ID": envelopes.SERVER_ID,
            "PEER_SERVER_SECRET": envelopes.SERVER_SECRET.decode(),
            "PEER_CLIENT_ID": envelopes.CLIENT_ID,
            "PEER_CLIENT_SECRET": envelopes.CLIENT_SECRET.decode(),
        },
    )
    right = lambda text: json.loads(text)["result"] == TOTAL and envelopes.reply_is_signed(text, envelopes.SERVER_SECRET)
    return Server("fastapi", port, process, "/call", signed_sum, right, False).awaited()


def virtual_environment():
    """Python with the packages of requirements.txt; made once."""
    directory = TARGET / "peers" / "venv"
    if not (directory / "complete").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", directory], check=True, timeout=120)
        install = [directory / "bin" / "python", "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"]
        subprocess.run(install, check=True, timeout=600)
        (directory / "complete").touch()
    return directory / "bin" / "python"


def packaged(jar):
    if not jar.exists():
        raise SystemExit(f"{jar} is missing: build it as src/site/markdown/performance.md says")
    return jar


def private_file(path, text):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
