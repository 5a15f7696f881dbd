import { arithmeticRules } from "./arithmetic.js";
import { bitcastRules } from "./bitcast.js";
import { bitRules } from "./bits.js";
import { castRules } from "./cast.js";
import { convRules } from "./conv.js";
import { dotRules } from "./dot.js";
import { functionRules } from "./functions.js";
import { indexingRules } from "./indexing.js";
import { layoutRules } from "./layout.js";
import { logicRules } from "./logic.js";
import { poolRules } from "./pool.js";
import { reduceRules } from "./reduce.js";
import type { Rules } from "./rule.js";
import { sortRules } from "./sort.js";

/** Every primitive with a native form. */
export const rules: Rules = {
  ...arithmeticRules,
  ...bitcastRules,
  ...bitRules,
  ...castRules,
  ...convRules,
  ...dotRules,
  ...functionRules,
  ...indexingRules,
  ...layoutRules,
  ...logicRules,
  ...poolRules,
  ...reduceRules,
  ...sortRules,
};
