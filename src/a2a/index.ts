export {
  allowedTo,
  type CallFacts,
  createCallContext,
  originOf,
  ownerOf,
  principalOf,
  signalOf,
} from "./call/call-context.ts";
export { hasScope, type Principal } from "./call/principal.ts";
export {
  apiKeyScheme,
  bearerScheme,
  buildAgentCard,
  type CardFacts,
  clientCredentialsScheme,
  openIdScheme,
  RUN_OPTIONS_EXTENSION,
} from "./card/build-agent-card.ts";
export { isCardFresh, type ServedCard, serveAgentCard, serveCardJson } from "./card/serve-agent-card.ts";
export { signAgentCard } from "./card/sign-agent-card.ts";
export { minionsSkills } from "./card/skills.ts";
export { createTaskEncoder, type TaskEncoder, type TaskView } from "./codec/task-encoder.ts";
export { stateFromA2A, stateToA2A } from "./codec/task-states.ts";
export type { ToldTask } from "./codec/told-task.ts";
export {
  type HttpError,
  type ReportFault,
  type RpcError,
  rpcStatus,
  toA2AError,
  toHttpError,
  toRpcError,
} from "./errors/error-answers.ts";
export { ERROR_KINDS, type ErrorKind, type ErrorKindName } from "./errors/error-kinds.ts";
export { BEARER_CHALLENGE, type CallError, KIND_OF_CODE } from "./errors/error-table.ts";
export * from "./errors/request-errors.ts";
export type { A2AHandler, NumberedResponse, StreamCall } from "./handler/a2a-handler.ts";
export { READ_SCOPE, requireScope, WRITE_SCOPE } from "./handler/call-checks.ts";
export { createA2AHandler } from "./handler/create-a2a-handler.ts";
export type { A2AHandlerDeps } from "./handler/handler-deps.ts";
export { DEFAULT_MESSAGE_LIMITS, type MessageLimits } from "./send/limits.ts";
export { INPUT_MEDIA_TYPES, OUTPUT_MEDIA_TYPES, UNDECLARED_MEDIA_TYPE } from "./send/media-types.ts";
export type { OptionsReading, ReadOptions } from "./send/prepare-submission.ts";
export { type AskedMessage, splitQuestion } from "./send/split-question.ts";
export type { FetchOutcome, FetchUrl } from "./send/take-parts.ts";
export { decodeBase64 } from "./wire/decode-base64.ts";
export { isRecord, JsonReader } from "./wire/json-reader.ts";
export { readSendMessage } from "./wire/read-message.ts";
export * from "./wire/read-task-calls.ts";
