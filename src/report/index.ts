export { renderExperiment } from "./experiment.js";
export { renderFisher } from "./fisher.js";
export { entropyImage } from "./image.js";
export { type Laboratory, type LaboratoryEntry, type LeftOut, renderLaboratory } from "./laboratory.js";
export { renderMeasure } from "./measure.js";
export { type ReportData, renderReport } from "./page.js";
export type { Generated } from "./sections/provenance.js";
