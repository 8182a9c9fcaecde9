"""compare.py backlog: polls of a server with many waiting jobs beside polls of one with few."""

import http.client
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from statistics import median

import envelopes
import servers
from load import InvalidRun, enough_after_warm_up, run
from processes import Redis

CALLERS = 8


def compare(processes, options):
    """Both poll the same number of jobs, which nobody works off."""
    polled = min(options.polled, options.backlog)
    few = Waiting(processes, options, polled, polled)
    many = Waiting(processes, options, polled, options.backlog)
    for waiting in (few, many):
        waiting.enough = enough_after_warm_up(waiting.load, "requests", options.warm_up // 3, options.seconds)
    for round_ in range(options.runs):
        for waiting in (few, many) if round_ % 2 else (many, few):
            waiting.measure()
    print("\n| waiting jobs | polls/s (range) | p50 ms | p99 ms | CPU us per poll: server | Redis |")
    print("| --- | --- | --- | --- | --- | --- |")
    few.report()
    many.report()
    print(f"\n{many.jobs:,} / {few.jobs:,} waiting jobs: throughput {many.rate() / few.rate():.2f}")


class Waiting:
    """A server whose jobs wait, with a Redis of its own."""

    def __init__(self, processes, options, polled, jobs):
        self.options, self.jobs, self.runs, self.enough = options, jobs, [], 0
        self.directory = processes.directory
        self.redis = Redis(processes, options.redis)
        limits = {"GOLDFISH_JOBS_QUEUE_LIMIT": str(jobs), "GOLDFISH_JOBS_LIVE_JOBS": str(jobs)}
        settings = {"GOLDFISH_JOBS_WORKER": "false", "GOLDFISH_JOBS_MAX_RUNTIME": "24h", **limits}
        self.server = servers.goldfish(
            processes, self.redis, options.java.split(), servers.GOLDFISH_WITH_NO_OP, settings)
        started = [uuid.uuid4().hex for _ in range(jobs)]
        with ThreadPoolExecutor(CALLERS) as callers:
            list(callers.map(self.start, (started[i::CALLERS] for i in range(CALLERS))))
        self.polled = [envelopes.job_id(request_id) for request_id in started[:polled]]

    def start(self, request_ids):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        for request_id in request_ids:
            body = envelopes.signed("no_op", "{}", request_id)
            connection.request("POST", "/call", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status != 202:
                raise InvalidRun(f"HTTP {answer.status}: {text}")
        connection.close()

    def load(self, count):
        polls = (
            envelopes.http(
                self.server.port, "/call", envelopes.signed("poll_job", f'{{"job_id":"{job}"}}', uuid.uuid4().hex))
            for job in islice(cycle(self.polled), count)
        )
        return run(self.server, self.redis, polls, self.directory, self.options.connections, self.options.seconds,
                   empty=False)

    def measure(self):
        result = self.load(self.enough)
        result.require_clean()
        self.runs.append(result)
        print(f"{self.jobs:,} waiting: {result.per_second:,.0f} polls/s, p99 {result.wrk['p99_ms']:.2f} ms", flush=True)

    def rate(self):
        return median(result.per_second for result in self.runs)

    def report(self):
        rates = [result.per_second for result in self.runs]
        p50, p99 = (median(result.wrk[key] for result in self.runs) for key in ("p50_ms", "p99_ms"))
        server, redis = (
            median(getattr(result, part) / result.wrk["requests"] * 1e6 for result in self.runs)
            for part in ("server_cpu", "redis_cpu")
        )
        print(f"| {self.jobs:,} | {self.rate():,.0f} ({min(rates):,.0f}-{max(rates):,.0f}) | {p50:.2f} | {p99:.2f} "
              f"| {server:.1f} | {redis:.1f} |")
