import { AppError } from "#kernel";

/** The policy does not let the request do that. */
export class EgressForbiddenError extends AppError<"egress-forbidden"> {
  readonly code = "egress-forbidden";
  /** The option that asks for it, as metadata spells it. */
  readonly field: string;
  /** What is forbidden, why, and what is allowed. */
  readonly problem: string;

  constructor(field: string, problem: string) {
    super(`The egress policy forbids this. ${field}: ${problem}`);
    this.field = field;
    this.problem = problem;
  }
}

export type EgressError = EgressForbiddenError;
