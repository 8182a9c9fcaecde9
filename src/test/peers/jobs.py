"""compare.py jobs: jobs that do nothing, from goldfish's start to the signed "done".

They run beside BullMQ's, from its add to completed, or beside those of another build of goldfish.
"""

import shutil
import subprocess
import uuid
from dataclasses import dataclass

import envelopes
import servers
from load import InvalidRun, alternately, enough_after_warm_up, of, output, print_ratio, run, spread
from processes import Redis

WAIT_MS = 10_000
LAG = 16
BULLMQ_CONCURRENCY = (16, 64, 256)


@dataclass
class Rate:
    """Jobs per second, and what one of them cost in microseconds of processor time: who asks and who works, and Redis."""

    per_second: float
    processes_us: float
    redis_us: float


def compare(processes, options):
    redis = Redis(processes, options.redis)
    java = options.java.split()
    settings = {"GOLDFISH_JOBS_SLOTS": str(options.slots)}
    loads = {"goldfish": warm_load(
        servers.goldfish(processes, redis, java, servers.GOLDFISH_WITH_NO_OP, settings), redis, processes, options)}
    if options.against:
        other = servers.other_build(options.against, processes, redis, java, servers.NO_OP_APP, settings)
        loads["other"] = warm_load(other, redis, processes, options)
    else:
        theirs, bullmq = best_of_bullmq(redis, options)
        loads[theirs] = bullmq
    runs = alternately(loads, options.runs, lambda one: f"{one.per_second:,.0f} jobs/s")
    print("\n| | jobs/s (range) | CPU us per job: processes | Redis |\n| --- | --- | --- | --- |")
    for name, rates in runs.items():
        costs = [f"{of(rates, cost):.0f}" for cost in (lambda r: r.processes_us, lambda r: r.redis_us)]
        print(f"| {name} | {spread([one.per_second for one in rates])} | {' | '.join(costs)} |")
    print()
    for peer in list(loads)[1:]:
        print_ratio(runs, "goldfish", peer)


def warm_load(server, redis, processes, options):
    """Warms a server up; a function that measures one run of it."""
    def run_of(jobs):
        return load(server, redis, processes.directory, options, jobs)

    enough = enough_after_warm_up(run_of, "jobs_done", options.warm_up // 5, options.seconds)
    return lambda: rate(run_of(enough))


def best_of_bullmq(redis, options):
    """BullMQ with the concurrency that suits it best: its name, and a function that measures one run."""
    directory = bullmq_directory()
    tried = {setting: bullmq_run(directory, redis, options, setting) for setting in BULLMQ_CONCURRENCY}
    best = max(tried, key=lambda setting: tried[setting].per_second)
    return f"BullMQ, concurrency {best}", lambda: bullmq_run(directory, redis, options, best)


def rate(result):
    result.require_clean()
    jobs = result.wrk["jobs_done"]
    processes = (result.server_cpu + result.generator_cpu) / jobs * 1e6
    return Rate(jobs / result.wrk["seconds"], processes, result.redis_cpu / jobs * 1e6)


def load(server, redis, directory, options, jobs):
    requests = starts_and_polls(server.port, jobs, LAG * options.connections)
    return run(server, redis, requests, directory, options.connections, options.seconds, jobs=True)


def starts_and_polls(port, jobs, lag):
    """Starts, each followed by the long poll of its job, but only after so many other starts that its own is answered."""
    started = []
    for _ in range(jobs):
        request_id = uuid.uuid4().hex
        yield envelopes.http(port, "/call", envelopes.signed("no_op", "{}", request_id))
        started.append(envelopes.job_id(request_id))
        if len(started) > lag:
            yield poll(port, started.pop(0))
    yield from (poll(port, job) for job in started)


def poll(port, job, wait_ms=WAIT_MS):
    args = f'{{"job_id":"{job}","wait_ms":{wait_ms}}}'
    return envelopes.http(port, "/call", envelopes.signed("poll_job", args, uuid.uuid4().hex))


def bullmq_directory():
    """A directory with the script and the packages of package.json; made once."""
    directory = servers.TARGET / "peers" / "bullmq"
    directory.mkdir(parents=True, exist_ok=True)
    shutil.copy(servers.HERE / "bullmq_peer.mjs", directory)
    installed, wanted = directory / "package.json", servers.HERE / "package.json"
    if not installed.exists() or installed.read_text() != wanted.read_text():
        shutil.copy(wanted, installed)
        try:
            subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=directory, check=True, timeout=300)
        except BaseException:
            installed.unlink()
            raise
    return directory


def bullmq_run(directory, redis, options, concurrency):
    redis.empty()
    script = str(directory / "bullmq_peer.mjs")
    settings = redis.port, options.jobs // 2, options.jobs, concurrency, options.connections
    result, _ = output(["node", script, *map(str, settings)], 300)
    if result["jobs"] != options.jobs or result["failed"]:
        raise InvalidRun(f"BullMQ: {result}")
    return Rate(result["jobs_per_second"], result["cpu_us"], result["redis_us"])
