"""compare.py calls: batch_sum of goldfish beside its peers, or beside another build of it, in alternating runs."""

from functools import partial

import servers
from load import InvalidRun, alternately, enough_after_warm_up, print_ratio, print_table, run
from processes import Redis


def compare(processes, options):
    redis = Redis(processes, options.redis)
    java = options.java.split()
    compared = [servers.goldfish(processes, redis, java)]
    if options.against:
        compared.append(servers.other_build(options.against, processes, redis, java))
    else:
        compared += [servers.unsigned(processes, redis, java), servers.fastapi(processes)]

    def load(server, count):
        return run(server, redis, server.requests(count), processes.directory, options.connections, options.seconds)

    enough = {}
    for server in compared:
        enough[server.name] = enough_after_warm_up(partial(load, server), "requests", options.warm_up, options.seconds)

    def checked(server):
        result = load(server, enough[server.name])
        result.require_clean()
        if server.remembers and redis.keys() < result.wrk["requests"]:
            raise InvalidRun(f"Redis has {redis.keys()} keys after {result.wrk['requests']} calls of {server.name}")
        return result

    loads = {server.name: partial(checked, server) for server in compared}
    runs = alternately(loads, options.runs, lambda one: f"{one.per_second:,.0f} calls/s, p99 {one.wrk['p99_ms']:.2f} ms")
    print_table("calls", runs)
    for peer in compared[1:]:
        print_ratio(runs, "goldfish", peer.name)
        print_ratio(runs, "goldfish", peer.name, "p99", lambda r: r.wrk["p99_ms"])
