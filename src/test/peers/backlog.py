"""compare.py backlog: polls of a server with many waiting jobs beside polls of one with few."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import envelopes
import jobs
import servers
from load import InvalidRun, enough_after_warm_up, of, print_table, run
from processes import Redis

CALLERS = 8


def compare(processes, options):
    """Both poll the same number of jobs, which nobody works off."""
    polled = min(options.polled, options.backlog)
    few = Waiting(processes, options, polled, polled)
    many = Waiting(processes, options, polled, options.backlog)
    enough = {
        waiting: enough_after_warm_up(waiting.load, "requests", options.warm_up // 3, options.seconds)
        for waiting in (few, many)
    }
    runs = {few.name: [], many.name: []}
    for round_ in range(options.runs):
        for waiting in (few, many) if round_ % 2 else (many, few):
            result = waiting.load(enough[waiting])
            result.require_clean()
            runs[waiting.name].append(result)
            print(f"{waiting.name}: {result.per_second:,.0f} polls/s, p99 {result.wrk['p99_ms']:.2f} ms", flush=True)
    print_table("polls", runs)
    ratio = of(runs[many.name], lambda r: r.per_second) / of(runs[few.name], lambda r: r.per_second)
    print(f"\n{many.name} / {few.name}: throughput {ratio:.2f}")


class Waiting:
    """A server whose jobs wait, with a Redis of its own."""

    def __init__(self, processes, options, polled, count):
        self.name = f"{count:,} waiting"
        self.options, self.directory = options, processes.directory
        self.redis = Redis(processes, options.redis)
        limits = {"GOLDFISH_JOBS_QUEUE_LIMIT": str(count), "GOLDFISH_JOBS_LIVE_JOBS": str(count)}
        settings = {"GOLDFISH_JOBS_WORKER": "false", "GOLDFISH_JOBS_MAX_RUNTIME": "24h", **limits}
        self.server = servers.goldfish(
            processes, self.redis, options.java.split(), servers.GOLDFISH_WITH_NO_OP, settings)
        started = [uuid.uuid4().hex for _ in range(count)]
        with ThreadPoolExecutor(CALLERS) as callers:
            list(callers.map(self.start, (started[i::CALLERS] for i in range(CALLERS))))
        self.polled = [envelopes.job_id(request_id) for request_id in started[:polled]]

    def start(self, request_ids):
        starts = (envelopes.signed("no_op", "{}", request_id) for request_id in request_ids)
        for status, text in self.server.answers(starts):
            if status != 202:
                raise InvalidRun(f"HTTP {status}: {text}")

    def load(self, count):
        polls = (jobs.poll(self.server.port, job, wait_ms=0) for job in islice(cycle(self.polled), count))
        options = self.options
        return run(self.server, self.redis, polls, self.directory, options.connections, options.seconds, empty=False)
