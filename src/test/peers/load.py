"""One run of load: requests signed in advance, replayed by wrk over connections that stay open."""

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import envelopes
from processes import cpu_seconds

REPLAY = Path(__file__).resolve().parent / "replay.lua"
MOST_PER_SECOND = 20_000
LONGEST_WARM_UP = 8


class InvalidRun(Exception):
    """What was measured is not what should have been."""


@dataclass
class Run:
    """What wrk saw, and the CPU seconds of all who took part."""

    wrk: dict
    server_cpu: float
    redis_cpu: float
    generator_cpu: float

    @property
    def per_second(self):
        return self.wrk["requests"] / self.wrk["seconds"]

    def require_clean(self):
        """Fails unless every request was answered with success and none was sent twice."""
        for fault in ("not_2xx", "socket_errors", "repeated", "jobs_other"):
            if self.wrk[fault]:
                raise InvalidRun(f"{fault}: {self.wrk[fault]} of {self.wrk['requests']} requests")


def run(server, redis, requests, directory, connections, seconds, jobs=False, empty=True):
    """Writes the requests to a file and has it replayed; Redis is emptied before, unless it holds what is asked for."""
    if empty:
        redis.empty()
    file = directory / "requests"
    envelopes.write(file, requests)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(REPLAY),
               f"http://127.0.0.1:{server.port}{server.path}", "--", str(file), *(["jobs"] if jobs else [])]
    before = cpu_seconds(server.process), cpu_seconds(redis.process)
    wrk, generator_cpu = output(command, seconds + 30)
    after = cpu_seconds(server.process), cpu_seconds(redis.process)
    file.unlink()
    return Run(wrk, after[0] - before[0], after[1] - before[1], generator_cpu)


def enough_after_warm_up(load, what, needed, seconds):
    """Has a load run until so many are done that the server's code is compiled; how many a run of it may need."""
    done, most = 0, MOST_PER_SECOND
    for _ in range(LONGEST_WARM_UP):
        result = load(most * seconds)
        done += result.wrk[what]
        most = int(max(2 * result.wrk[what] / seconds, 1_000))
        if done >= needed:
            break
    return most * seconds


def alternately(loads, rounds, told):
    """Several runs of each load, by its name; another one goes first in each round. What was seen is told as it comes."""
    runs = {name: [] for name in loads}
    names = list(loads)
    for round_ in range(rounds):
        first = round_ % len(names)
        for name in names[first:] + names[:first]:
            runs[name].append(loads[name]())
            print(f"{name}: {told(runs[name][-1])}", flush=True)
    return runs


def print_ratio(runs, one, other, what="throughput", figure=lambda r: r.per_second):
    """That of two medians, and the range of the ratios in each round."""
    ratios = [figure(a) / figure(b) for a, b in zip(runs[one], runs[other])]
    overall = of(runs[one], figure) / of(runs[other], figure)
    print(f"{one} / {other}: {what} {overall:.2f} (rounds {min(ratios):.2f}-{max(ratios):.2f})")


def output(command, limit):
    """The JSON object in the last line that a command prints, and its CPU seconds."""
    started = time.monotonic()
    before = os.times()
    process = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit)
    after = os.times()
    if process.returncode:
        raise InvalidRun(f"{command[0]} failed after {time.monotonic() - started:.0f} s: {process.stdout}{process.stderr}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return json.loads(process.stdout.splitlines()[-1]), cpu


def print_table(what, runs):
    """The runs of each server, by what it is called; what they did, in the plural."""
    print(f"\n| server | {what}/s (range) | p50 ms | p99 ms | CPU us for each: server | Redis | generator |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, results in runs.items():
        cells = [spread([result.per_second for result in results])]
        cells += [f"{of(results, lambda r: r.wrk[key]):.2f}" for key in ("p50_ms", "p99_ms")]
        for part in ("server_cpu", "redis_cpu", "generator_cpu"):
            cells.append(f"{of(results, lambda r: getattr(r, part) / r.wrk['requests'] * 1e6):.1f}")
        print(f"| {name} | " + " | ".join(cells) + " |")
    print()


def spread(rates):
    return f"{median(rates):,.0f} ({min(rates):,.0f}-{max(rates):,.0f})"


def of(results, figure):
    return median(figure(result) for result in results)
