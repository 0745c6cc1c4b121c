export { type CodeParserError, createCodeParser, GrammarUnavailableError } from "./code-parser/index.ts";
export { createWorkbench, type WorkbenchOptions } from "./create-workbench.ts";
export { DEFAULT_WORKBENCH_LIMITS, type WorkbenchLimits } from "./limits.ts";
export { CallRefusedError, type WorkbenchError, WorkbenchFailedError } from "./workbench-errors.ts";
