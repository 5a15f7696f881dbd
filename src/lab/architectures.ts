/** The architectures that experiments compare, and how they are called. */
export type ArchitectureName = "mlp" | "cnn" | "transformer";

export const architectureNames: readonly ArchitectureName[] = ["mlp", "cnn", "transformer"];

export const titles: Readonly<Record<ArchitectureName, string>> = {
  mlp: "MLP",
  cnn: "CNN",
  transformer: "transformer",
};
