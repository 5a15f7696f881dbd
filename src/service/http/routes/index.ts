import type { Route } from "../route.js";
import { previews } from "./alarm-preview.js";
import { alarms } from "./alarms.js";
import { destinations } from "./destinations.js";
import { evidence } from "./evidence.js";
import { health } from "./health.js";
import { keys } from "./keys.js";
import { live } from "./live.js";
import { metrics } from "./metrics.js";
import { mlflow } from "./mlflow.js";
import { observations } from "./observations.js";
import { operation } from "./operation.js";
import { otlp } from "./otlp.js";
import { reports } from "./report.js";
import { runs } from "./runs.js";
import { systems } from "./systems.js";
import { uploads } from "./uploads.js";
import { pausing } from "./watching.js";
import { windows } from "./windows.js";

/** Every route of the API that speaks JSON. */
export const routes: readonly Route[] = [
  ...health,
  ...systems,
  ...observations,
  ...windows,
  ...pausing,
  ...alarms,
  ...runs,
  ...mlflow,
  ...destinations,
  ...keys,
  ...metrics,
  ...operation,
  ...previews,
  ...evidence,
  ...live,
  ...otlp,
  ...uploads,
  ...reports,
];
