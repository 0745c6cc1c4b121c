import type { Message, SendMessageRequest } from "@a2a-js/sdk";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { StoredTask, TaskOwner } from "#engine";
import { originOf, ownerOf, principalOf, signalOf } from "../call/call-context.ts";
import { MediaTypeUnsupportedError, PushUnsupportedError } from "../errors/request-errors.ts";
import { checkMessage } from "../send/check-message.ts";
import { acceptsAny } from "../send/media-types.ts";
import { prepareSubmission } from "../send/prepare-submission.ts";
import { negotiateExtensions, requireAnyScope } from "./call-checks.ts";
import type { A2AHandlerDeps } from "./handler-deps.ts";

/** What became of a message. */
export type Taken =
  | { readonly kind: "task"; readonly task: StoredTask; readonly owner: TaskOwner }
  | { readonly kind: "message"; readonly message: Message };

/**
 * Takes a message durably, or gives the task that the same message made before.
 * @throws any failure of the call, typed
 */
export async function takeRequest(
  request: SendMessageRequest,
  context: ServerCallContext,
  deps: A2AHandlerDeps,
): Promise<Taken> {
  const principal = principalOf(context);
  const owner = ownerOf(context, request.tenant);
  const { card, engine, documents, limits, readOptions, optionsExtension, fetchUrl } = deps;
  if (request.message?.taskId) requireAnyScope(context, deps.sendScopes ?? []);
  negotiateExtensions(card, context);
  checkConfiguration(request, deps);
  const direct = deps.answerDirectly?.(checkMessage(request, limits));
  if (direct !== undefined) return { kind: "message", message: direct };
  const submission = await prepareSubmission(
    request,
    { principal, owner, signal: () => signalOf(context) },
    {
      engine,
      documents,
      limits,
      readOptions,
      optionsExtension,
      fetchUrl,
      inputMediaTypes: card.defaultInputModes,
    },
  );
  const traced = { ...submission, request: { ...submission.request, ...originOf(context) } };
  return { kind: "task", task: await engine.submit(traced), owner };
}

/** @throws MediaTypeUnsupportedError, PushUnsupportedError */
function checkConfiguration({ configuration }: SendMessageRequest, { card }: A2AHandlerDeps): void {
  const accepted = configuration?.acceptedOutputModes ?? [];
  if (!acceptsAny(accepted, card.defaultOutputModes)) {
    throw new MediaTypeUnsupportedError(
      "configuration.acceptedOutputModes",
      accepted.slice(0, 5).join(", ").slice(0, 200),
      card.defaultOutputModes,
    );
  }
  if (configuration?.taskPushNotificationConfig !== undefined) throw new PushUnsupportedError();
}
