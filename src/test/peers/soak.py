"""compare.py soak: a million calls and a hundred thousand jobs against one server, and what is left in its heap."""

import re
import subprocess
import time

import jobs
import servers
from load import run
from processes import Redis

CALLS_PER_SECOND, JOBS_PER_SECOND = 30_000, 8_000


def compare(processes, options):
    redis = Redis(processes, options.redis)
    java = [*options.java.split(), f"-Xmx{options.heap}"]
    server = servers.goldfish(processes, redis, java, servers.GOLDFISH_WITH_NO_OP)
    before_calls = soaked(server, redis, processes.directory, options, options.soak_calls // 20, options.soak_jobs // 20)
    before = used_heap(server.process.pid)
    print(f"baseline after {before_calls}: {before:,} KiB used after a full collection", flush=True)
    sent = soaked(server, redis, processes.directory, options, options.soak_calls, options.soak_jobs)
    redis.empty()
    after = used_heap(server.process.pid)
    print(f"after {sent}: {after:,} KiB used after a full collection, {after - before:+,} KiB")


def soaked(server, redis, directory, options, calls, jobs_to_run):
    started = time.monotonic()
    called = done = 0
    while called < calls:
        requests = server.requests(CALLS_PER_SECOND * options.seconds)
        result = run(server, redis, requests, directory, options.connections, options.seconds)
        result.require_clean()
        called += result.wrk["requests"]
    while done < jobs_to_run:
        result = jobs.load(server, redis, directory, options, JOBS_PER_SECOND * options.seconds)
        result.require_clean()
        done += result.wrk["jobs_done"]
    return f"{called:,} calls and {done:,} jobs in {time.monotonic() - started:.0f} s"


def used_heap(pid):
    """KiB in use after full collections, of whichever collector."""
    for _ in range(3):
        jcmd(pid, "GC.run")
    return sum(int(used) for used in re.findall(r"total \d+K, used (\d+)K", jcmd(pid, "GC.heap_info")))


def jcmd(pid, command):
    return subprocess.run(["jcmd", str(pid), command], check=True, capture_output=True, text=True, timeout=60).stdout
