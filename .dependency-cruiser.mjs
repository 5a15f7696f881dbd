/** Folders by floor; a folder may import floors below its own, never its neighbours. See src/README.md. */
const kernels = ["entropy", "goals", "fisher", "law", "control", "detection"];
const browser = ["numeric", "contracts", ...kernels, "monitor", "engine", "training", "lab"];

const allowed = {
  numeric: [],
  contracts: [],
  ...Object.fromEntries(kernels.map((folder) => [folder, ["numeric"]])),
  monitor: ["numeric", ...kernels],
  engine: ["numeric"],
  training: ["engine", "numeric", ...kernels],
  lab: ["numeric", "contracts", ...kernels, "monitor", "engine", "training"],
  report: ["contracts"],
  ingest: ["contracts"],
  service: ["monitor", "ingest", "contracts", "numeric", ...kernels],
  dashboard: ["contracts"],
};

const floors = Object.entries(allowed).map(([folder, below]) => ({
  name: `floor-${folder}`,
  severity: "error",
  comment: `${folder}/ may import only ${below.join(", ") || "libraries"}: imports point strictly downwards, and folders on one floor meet one floor up`,
  from: { path: `^src/${folder}/` },
  to: { path: "^src/", pathNot: `^src/(${[folder, ...below].join("|")})/` },
}));

const library = (name, packages, folders, why) => ({
  name,
  severity: "error",
  comment: why,
  from: { path: "^src/", pathNot: [`^src/(${folders.join("|")})/`, "[.]test[.]ts$"] },
  to: { path: `node_modules/(${packages.join("|")})/` },
});

export default {
  forbidden: [
    ...floors,
    {
      name: "no-cycles",
      severity: "error",
      comment: "a cycle means two files are one thing, or one of them is in the wrong room",
      from: {},
      to: { circular: true },
    },
    {
      name: "front-door",
      severity: "error",
      comment: "another folder is entered through its index.ts, the explicit list of what it promises",
      from: { path: "^src/([^/]+)/", pathNot: "[.]test[.]ts$" },
      to: { path: "^src/[^/]+/", pathNot: ["^src/$1/", "/index[.]ts$"] },
    },
    {
      name: "runs-in-a-browser",
      severity: "error",
      comment:
        "numeric to lab take time, files and seeds as arguments, so that they run in a browser and twice alike",
      from: { path: `^src/(${browser.join("|")})/`, pathNot: "[.]test[.]ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "every-folder-has-a-floor",
      severity: "error",
      comment: "a new folder is given its floor in .dependency-cruiser.mjs and a line in src/README.md",
      from: { path: "^src/", pathNot: `^src/(${[...Object.keys(allowed), "cli"].join("|")})/` },
      to: {},
    },
    library(
      "randomness-is-seeded",
      ["d3-random", "pure-rand"],
      ["numeric"],
      "d3-random falls back to Math.random: samplers come from numeric/, which gives them a RandomStream",
    ),
    library(
      "jax-is-for-learners",
      ["@jax-js"],
      ["engine", "training"],
      "only engine/ and training/ know how gradients are computed",
    ),
    library(
      "onnx-is-for-the-engine",
      ["onnx-buf", "onnxruntime-"],
      ["engine"],
      "only engine/ knows how programs are executed",
    ),
    library(
      "protobuf-is-a-format",
      ["@bufbuild"],
      ["engine", "ingest"],
      "engine/ writes ONNX programs, ingest/ reads OpenTelemetry: nothing else speaks protobuf",
    ),
    library(
      "http-is-for-the-api",
      ["hono", "@hono"],
      ["service/http"],
      "only service/http/ knows the HTTP framework",
    ),
    library(
      "postgres-is-for-the-store",
      ["pg", "@electric-sql"],
      ["service/store"],
      "only service/store/ speaks SQL to a database",
    ),
    library(
      "zod-is-for-contracts",
      ["zod"],
      ["contracts"],
      "schemas of what crosses a boundary live in contracts/",
    ),
    library(
      "charts-are-for-reports",
      ["@observablehq", "linkedom"],
      ["report", "dashboard"],
      "only report/ and dashboard/ draw",
    ),
    library(
      "pages-are-for-the-dashboard",
      ["svelte", "uplot", "eventsource-parser"],
      ["dashboard"],
      "only dashboard/ runs in a page",
    ),
    library(
      "commands-are-for-cli",
      ["commander", "cli-progress", "cli-table3", "log-update", "write-file-atomic"],
      ["cli"],
      "only cli/ talks to a terminal",
    ),
    {
      name: "declared-libraries-only",
      severity: "error",
      comment:
        "a library that package.json does not name, or names only for development, is missing for a user; the dashboard's are built into it",
      from: { path: "^src/", pathNot: ["[.]test[.]ts$", "^src/dashboard/"] },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "resolvable",
      severity: "error",
      comment: "an import that resolves to nothing",
      from: {},
      // virtual: is what vite.config.ts makes.
      to: { couldNotResolve: true, pathNot: "^virtual:" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
    },
  },
};
