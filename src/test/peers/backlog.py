"""compare.py backlog: polls of a server with many waiting jobs beside polls of one with few."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle, islice

import envelopes
import jobs
import servers
from load import InvalidRun, alternately, enough_after_warm_up, print_ratio, print_table, run
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

    def checked(waiting):
        result = waiting.load(enough[waiting])
        result.require_clean()
        return result

    loads = {waiting.name: partial(checked, waiting) for waiting in (few, many)}
    runs = alternately(loads, options.runs, lambda one: f"{one.per_second:,.0f} polls/s, p99 {one.wrk['p99_ms']:.2f} ms")
    print_table("polls", runs)
    print_ratio(runs, many.name, few.name)


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
