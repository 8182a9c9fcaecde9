#!/usr/bin/env python3
"""Measures goldfish beside its peers, on one machine and over the loopback interface only.

Needs wrk, redis-server and the packages that performance.md tells to build; `jobs` needs node and npm too. Ends by itself.
"""

import argparse
import signal
import sys
import tempfile
from pathlib import Path

import backlog
import calls
import jobs
import soak
from load import InvalidRun
from processes import Processes


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("calls", "jobs", "backlog", "soak"))
    parser.add_argument("--runs", type=int, default=5, help="of each server, alternating")
    parser.add_argument("--seconds", type=int, default=10, help="of one run")
    parser.add_argument("--warm-up", type=int, default=300_000, help="calls that each server answers before the first run")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--slots", type=int, default=64, help="jobs that goldfish runs at once")
    parser.add_argument("--jobs", type=int, default=30_000, help="of one run of BullMQ")
    parser.add_argument("--backlog", type=int, default=100_000, help="jobs that wait while others are polled")
    parser.add_argument("--polled", type=int, default=1_000, help="of the jobs that wait")
    parser.add_argument("--soak-calls", type=int, default=1_000_000)
    parser.add_argument("--soak-jobs", type=int, default=100_000)
    parser.add_argument("--heap", default="64m", help="of the soaked server")
    parser.add_argument("--against", type=Path, metavar="TARGET",
                        help="calls and jobs: the target directory of another build of goldfish, in place of the peers")
    parser.add_argument("--redis", default="redis-server", help="the executable")
    parser.add_argument("--java", default="java", help="and its options, the same for both Java servers")
    options = parser.parse_args()
    # So that the processes started here end with this one.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="peers-") as directory, Processes(Path(directory)) as processes:
        try:
            {"calls": calls, "jobs": jobs, "backlog": backlog, "soak": soak}[options.what].compare(processes, options)
        except InvalidRun as e:
            sys.exit(f"a run does not count: {e}")


if __name__ == "__main__":
    main()
