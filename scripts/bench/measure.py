"""Runs the commands that come as lines of JSON and answers what each took: Node cannot ask the system for that.

CPU and wall in milliseconds, the peak of memory in MiB.
"""
import json
import os
import sys
import time

null = os.open(os.devnull, os.O_RDWR)
streams = [(os.POSIX_SPAWN_DUP2, null, stream) for stream in range(3)]
environment = {**os.environ, "CI": "1"}
# With it Node 20 reads certificates at every start, which takes longer than all the rest.
environment.pop("NODE_EXTRA_CA_CERTS", None)

for line in sys.stdin:
    job = json.loads(line)
    os.chdir(job["cwd"])
    words = job["words"]
    start = time.perf_counter()
    pid = os.posix_spawn(words[0], words, environment, file_actions=streams)
    _, status, usage = os.wait4(pid, 0)
    print(
        json.dumps(
            {
                "code": os.waitstatus_to_exitcode(status),
                "wall": (time.perf_counter() - start) * 1000,
                "cpu": (usage.ru_utime + usage.ru_stime) * 1000,
                "peak": usage.ru_maxrss / 1024,
            }
        ),
        flush=True,
    )
