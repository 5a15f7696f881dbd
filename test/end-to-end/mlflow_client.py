"""What a trainer that logs to MLflow calls: `python mlflow_client.py ADDRESS [FILE]`, of the service, with a system "bot".

Writes what the service gave back to standard output, and with FILE each request to it, one a line: the generator of
test/reference/mlflow/requests.jsonl.
"""

import json
import sys

import mlflow
import requests

address = sys.argv[1]
if len(sys.argv) > 2:
    record = open(sys.argv[2], "w")
    send = requests.Session.send

    def recorded(self, request, **options):
        response = send(self, request, **options)
        body = request.body.decode() if isinstance(request.body, bytes) else None
        path = request.url.removeprefix(address)
        line = {"method": request.method, "path": path, "body": body, "status": response.status_code}
        record.write(json.dumps(line) + "\n")
        return response

    requests.Session.send = recorded

mlflow.set_tracking_uri(address)
mlflow.set_experiment("bot")
with mlflow.start_run(run_name="tune 7") as run:
    mlflow.log_params({"learning_rate": 3e-4, "constructor": "Adam"})
    mlflow.log_param("seed", 7)
    for step in range(3):
        mlflow.log_metrics({"loss": 1 / (step + 1), "kl": float("nan") if step == 2 else 0.5}, step=step)
    mlflow.log_metric("reward", 0.25, step=2)
    mlflow.set_tags({"phase": "one", "team": "a"})
    mlflow.set_tag("phase", "two")
with mlflow.start_run(run_id=run.info.run_id):
    mlflow.log_metric("loss", 0.125, step=9)
with mlflow.start_run(run_name="tune 8", experiment_id="0") as second:
    pass

errors = []
for call in (
    lambda: mlflow.set_experiment("none"),
    lambda: mlflow.search_runs(experiment_ids=["bot"]),
    lambda: mlflow.MlflowClient().log_param(run.info.run_id, "seed", 8),
    lambda: mlflow.MlflowClient().log_text(run.info.run_id, "hello", "a.txt"),
    lambda: mlflow.get_run("none"),
):
    try:
        call()
        errors.append(None)
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")

info, data = (found := mlflow.get_run(run.info.run_id)).info, found.data
told = {
    "run": info.run_id,
    "name": info.run_name,
    "status": info.status,
    "metrics": {key: repr(value) for key, value in data.metrics.items()},
    "params": data.params,
    "tags": {key: value for key, value in data.tags.items() if not key.startswith("mlflow.")},
    "second": second.info.run_id,
    "errors": errors,
}
print(json.dumps(told))
