import type { CallError } from "#a2a";
import type { AuthError } from "#auth";
import type { ConfigError } from "#config";
import type { DocumentsError } from "#documents";
import type { EgressError } from "#egress";
import type { EmbeddedError } from "#embedded";
import type { EngineError } from "#engine";
import type { EvaluationError } from "#evaluation";
import type { FetchingError } from "#fetching";
import type { HttpError } from "#http";
import type { KernelError } from "#kernel";
import type { LimitsError } from "#limits";
import type { ChunkingError, PrivacyError, RetrievalError, RunError } from "#minions";
import type { ModelsError } from "#models";
import type { RedisError } from "#redis";
import type { StoresError } from "#stores";
import type { CodeParserError, WorkbenchError } from "#workbench";
import type { DocumentsRefusedError } from "./document-errors.ts";
import type { EgressRunError } from "./egress/errors.ts";
import type { DocumentMissingError } from "./evaluate.ts";
import type { PriceTableInvalidError } from "./price-book.ts";
import type { InvalidMetadataError } from "./resolve-run.ts";
import type { DocumentGoneError } from "./server/run/document-files.ts";
import type { ServeError } from "./server/serve/errors.ts";

/** Every typed failure of the composition root itself. */
export type RuntimeError =
  | DocumentMissingError
  | DocumentsRefusedError
  | PriceTableInvalidError
  | InvalidMetadataError
  | DocumentGoneError
  | EgressRunError
  | ServeError;

/** Every typed failure of the program; tables at the edges are held to it, so that a new code cannot be forgotten. */
export type AnyAppError =
  | KernelError
  | ConfigError
  | DocumentsError
  | EgressError
  | EmbeddedError
  | EvaluationError
  | ModelsError
  | ChunkingError
  | RetrievalError
  | PrivacyError
  | RunError
  | WorkbenchError
  | CodeParserError
  | EngineError
  | StoresError
  | RedisError
  | AuthError
  | CallError
  | HttpError
  | FetchingError
  | LimitsError
  | RuntimeError;
