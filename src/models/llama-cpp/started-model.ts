import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { AppError, describeError } from "#kernel";
import { ModelFileUnreadableError, ModelStartFailedError } from "../errors/llama-cpp-errors.ts";
import { ReplyGrammars } from "./grammar/reply-grammar.ts";
import { LazyEmbedding } from "./lazy-embedding.ts";
import type {
  ChatWrapper,
  ContextShift,
  Llama,
  LlamaBinding,
  LlamaModel,
  LlamaSequence,
} from "./native/binding.ts";
import { checkGgufFile } from "./native/gguf-file.ts";
import { loadBinding, missing } from "./native/load-binding.ts";
import { SequencePool } from "./sequence-pool.ts";
import type { LlamaCppDeps, LlamaCppSettings } from "./settings.ts";

const DEFAULT_CONTEXT_TOKENS = 8_192;
const DEFAULT_MAX_PARALLEL = 2;
/** Saved states of models with sliding windows; each costs memory. */
const MAX_CHECKPOINTS = 2;

/** Refuses where the package would make room by dropping the oldest tokens: nothing is ever cut silently. */
export const NO_CONTEXT_SHIFT: ContextShift = {
  size: 1,
  strategy: () => {
    throw new Error("The context window is full.");
  },
};

/** A model in memory, shared by all requests until it is disposed. */
export interface StartedModel extends AsyncDisposable {
  readonly binding: LlamaBinding;
  readonly model: LlamaModel;
  readonly chatWrapper: ChatWrapper;
  readonly grammars: ReplyGrammars;
  readonly sequences: SequencePool<LlamaSequence>;
  /** Tokens of one request's window. */
  readonly windowTokens: number;
  readonly embedding: LazyEmbedding;
}

/**
 * Reads the file into memory and makes room for the parallel requests.
 *
 * @throws OptionalPackageMissingError, ModelFileUnreadableError, ModelStartFailedError
 */
export async function startModel(
  settings: LlamaCppSettings,
  deps: LlamaCppDeps,
  lifetime: AbortSignal,
): Promise<StartedModel> {
  const modelPath = resolve(settings.modelPath);
  await checkGgufFile(modelPath);
  const binding = await loadBinding(deps.importPackage);
  const threads = settings.threads ?? Math.max(1, Math.floor(availableParallelism() / 2));
  await using opened = new AsyncDisposableStack();
  const llama = await openLlama(binding, settings, threads);
  opened.defer(() => llama.dispose());
  const model = await llama.loadModel({ modelPath, loadSignal: lifetime }).catch((error: unknown) => {
    throw loadFailure(modelPath, error);
  });
  opened.defer(() => model.dispose());
  const sequences = settings.maxParallel ?? DEFAULT_MAX_PARALLEL;
  const contextSize = Math.min(settings.contextTokens ?? DEFAULT_CONTEXT_TOKENS, model.trainContextSize);
  const context = await model
    .createContext({ contextSize, sequences, threads, createSignal: lifetime })
    .catch((error: unknown) => {
      throw startFailure(modelPath, error);
    });
  opened.defer(() => context.dispose());
  const options = { contextShift: NO_CONTEXT_SHIFT, checkpoints: { max: MAX_CHECKPOINTS } };
  const embedding = opened.use(new LazyEmbedding(model, threads, lifetime));
  const parts = {
    binding,
    model,
    embedding,
    chatWrapper: binding.resolveChatWrapper(model),
    grammars: new ReplyGrammars(llama),
    sequences: new SequencePool(Array.from({ length: sequences }, () => context.getSequence(options))),
    windowTokens: context.contextSize,
  };
  const resources = opened.move();
  return { ...parts, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function openLlama(binding: LlamaBinding, settings: LlamaCppSettings, threads: number): Promise<Llama> {
  return binding
    .getLlama({
      gpu: settings.gpu ?? "auto",
      build: "never",
      skipDownload: true,
      progressLogs: false,
      logLevel: "error",
      // Native log lines go nowhere: what matters of them comes back as an error.
      logger: () => undefined,
      maxThreads: threads,
    })
    .catch((error: unknown) => {
      throw missing(error);
    });
}

function loadFailure(modelPath: string, error: unknown): AppError {
  if (isMemoryShortage(error)) return startFailure(modelPath, error);
  return new ModelFileUnreadableError(modelPath, "corrupt", { cause: error });
}

function startFailure(modelPath: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = isMemoryShortage(error) ? "there is not enough memory." : `${describeError(error)}.`;
  return new ModelStartFailedError(modelPath, reason, { cause: error });
}

function isMemoryShortage(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === "InsufficientMemoryError";
}
