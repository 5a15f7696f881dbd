export { addressesOf, TargetRefused } from "./address.js";
export { sampleNotice } from "./sample-notice.js";
export { Sender, type SenderOptions } from "./sender.js";
