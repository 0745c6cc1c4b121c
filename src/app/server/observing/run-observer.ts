import type { Metrics } from "#http";

/** What runs tell of themselves for metrics: ids, names and figures. */
export type RunObserver = Pick<Metrics, "skillChosen" | "modelCalled" | "budgetMoved" | "pdfRead">;

/** For who does not count. */
export const NO_RUN_OBSERVER: RunObserver = {
  skillChosen: () => undefined,
  modelCalled: () => undefined,
  budgetMoved: () => undefined,
  pdfRead: () => undefined,
};
