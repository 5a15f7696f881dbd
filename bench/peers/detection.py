"""Peer of bench/detection.ts: river's drift detectors over a stream, which start afresh after each alarm."""

import json
import sys
import time

missing = []
try:
    from river import drift
except ImportError:
    missing.append("river")

print(json.dumps({"missing": missing}), flush=True)
stream = []
for line in sys.stdin:
    request = json.loads(line)
    if request["work"] == "prepare":
        stream = request["stream"]
        print(json.dumps({}), flush=True)
        continue
    detector = {"page-hinkley": drift.PageHinkley, "adwin": drift.ADWIN}[request["work"]]()
    alarms = indices = 0
    began = time.perf_counter()
    for i, x in enumerate(stream):
        detector.update(x)
        if detector.drift_detected:
            alarms += 1
            indices += i
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "alarms": alarms, "indices": indices}), flush=True)
