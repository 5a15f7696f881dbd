"""Answers {"work": name, "repeats": n} with the mean seconds of a run of that name."""

import json
import sys
import time


def serve(programs, missing):
    """`programs()` makes the runs by name, once, unless modules are missing."""
    print(json.dumps({"missing": missing}), flush=True)
    runs = {} if missing else programs()
    for line in sys.stdin:
        request = json.loads(line)
        run = runs[request["work"]]
        began = time.perf_counter()
        for _ in range(request["repeats"]):
            run()
        print(json.dumps({"seconds": (time.perf_counter() - began) / request["repeats"]}), flush=True)
