import { AppError, throwIfAborted } from "#kernel";
import type { ModelProfile, ModelRef } from "#minions";
import { ModelNotFoundError, ProviderUnreachableError } from "../errors/index.ts";
import type { Failure, ProviderEndpoint, ProviderTransport } from "../http/index.ts";
import { embeddingModelOf, embedsImages } from "./embedding-model.ts";
import { knownWindow, seesImagesByName } from "./known-windows.ts";
import { type ModelFacts, profileQuestion } from "./profile-questions.ts";
import { readJson } from "./read-json.ts";

const ASK_LIMIT_MS = 15_000;

export interface ProfileDeps {
  readonly ref: ModelRef;
  readonly endpoint: ProviderEndpoint;
  readonly transport: ProviderTransport;
  readonly judge: (thrown: unknown) => Failure;
}

/**
 * What the model can do: as configured, else as the provider says, else as known.
 *
 * @throws ProviderUnreachableError, ModelNotFoundError: the first request would fail the same way. All else that goes
 * wrong here only leaves the window unknown.
 */
export async function askProfile(deps: ProfileDeps, signal: AbortSignal): Promise<ModelProfile> {
  const { endpoint, ref } = deps;
  const configured = endpoint.config.contextTokens?.[ref.model];
  const facts = await askFacts(deps, signal);
  const provider = endpoint.entry.id;
  return {
    contextTokens: configured ?? facts.contextTokens ?? knownWindow(provider, ref.model),
    seesImages:
      endpoint.config.visionModels?.includes(ref.model) === true ||
      (facts.seesImages ?? seesImagesByName(provider, ref.model)),
    embedsText: embeddingModelOf(endpoint, ref.model) !== undefined,
    embedsImages: embedsImages(endpoint, ref.model),
  };
}

async function askFacts(deps: ProfileDeps, signal: AbortSignal): Promise<ModelFacts> {
  const { endpoint, ref, transport, judge } = deps;
  const question = profileQuestion(endpoint, ref.model);
  if (question === undefined) return {};
  try {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(ASK_LIMIT_MS)]);
    const answer = await readJson({ endpoint, fetch: transport.fetch }, question, bounded);
    return question.read(answer);
  } catch (thrown) {
    throwIfAborted(signal, "Asking for the model's profile");
    const error = thrown instanceof AppError ? thrown : judge(thrown).error;
    if (error instanceof ProviderUnreachableError) throw error;
    if (error instanceof ModelNotFoundError && endpoint.entry.wire === "ollama") throw error;
    return {};
  }
}
