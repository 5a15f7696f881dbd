export { createApp } from "./http/app.js";
export { type HttpServer, KeysNeeded, listen, type ServerOptions } from "./http/server.js";
export { type Dashboard, dashboard } from "./http/static.js";
export { openTelemetry, TelemetryRefused } from "./instrumentation/open-telemetry.js";
export { KeyRefused, openKeys } from "./keys/index.js";
export { redaction } from "./redaction/redaction.js";
export { openService, type Service, type ServiceOptions } from "./service.js";
export { DatabaseUnavailable, FolderInUse, NewerDatabase, StorageFull } from "./store/index.js";
export { QueueFull } from "./stream/queue.js";
