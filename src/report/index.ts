export { entropyImage } from "./image.js";
export { type ReportData, renderReport } from "./page.js";
