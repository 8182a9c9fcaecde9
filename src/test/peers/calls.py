"""compare.py calls: batch_sum of goldfish beside the unsigned peer and the one in Python, in alternating runs."""

from functools import partial

import servers
from load import InvalidRun, enough_after_warm_up, of, print_table, run
from processes import Redis


def compare(processes, options):
    redis = Redis(processes, options.redis)
    java = options.java.split()
    compared = [
        servers.goldfish(processes, redis, java),
        servers.unsigned(processes, redis, java),
        servers.fastapi(processes),
    ]

    def load(server, count):
        return run(server, redis, server.requests(count), processes.directory, options.connections, options.seconds)

    enough = {}
    for server in compared:
        enough[server.name] = enough_after_warm_up(partial(load, server), "requests", options.warm_up, options.seconds)
    runs = {server.name: [] for server in compared}
    for round_ in range(options.runs):
        # Another one goes first each time.
        for server in compared[round_ % 3:] + compared[:round_ % 3]:
            result = load(server, enough[server.name])
            check(server, redis, result)
            runs[server.name].append(result)
            print(f"{server.name}: {result.per_second:,.0f} calls/s, p99 {result.wrk['p99_ms']:.2f} ms", flush=True)
    report(runs)


def check(server, redis, result):
    result.require_clean()
    if server.remembers and redis.keys() < result.wrk["requests"]:
        raise InvalidRun(f"Redis has {redis.keys()} keys after {result.wrk['requests']} calls of {server.name}")


def report(runs):
    print_table("calls", runs)
    print()
    for peer in ("unsigned", "fastapi"):
        ratios = [a.per_second / b.per_second for a, b in zip(runs["goldfish"], runs[peer])]
        p99 = of(runs["goldfish"], lambda r: r.wrk["p99_ms"]) / of(runs[peer], lambda r: r.wrk["p99_ms"])
        overall = of(runs["goldfish"], lambda r: r.per_second) / of(runs[peer], lambda r: r.per_second)
        print(f"goldfish / {peer}: throughput {overall:.2f} (pairs {min(ratios):.2f}-{max(ratios):.2f}), p99 {p99:.2f}")
