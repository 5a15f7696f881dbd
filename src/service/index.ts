export { openService, type Service, type ServiceOptions } from "./service.js";
export { DatabaseUnavailable, FolderInUse, NewerDatabase, StorageFull } from "./store/index.js";
export { QueueFull } from "./stream/queue.js";
