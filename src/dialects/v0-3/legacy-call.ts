import type { StreamResponse } from "@a2a-js/sdk";
import { LegacyRestTransportHandler } from "@a2a-js/sdk/compat/v0_3/server";
import type { ServerCallContext } from "@a2a-js/sdk/server";
import type { A2AHandler, StreamCall } from "#a2a";
import { overriding } from "#kernel";
import { begun } from "../dialect-answer.ts";
import type { LegacySendParams, LegacyStreamEvent } from "./legacy-types.ts";

/** An event of a stream as 0.3 tells it, with its number. */
export interface NumberedLegacyEvent {
  readonly seq: number;
  readonly event: LegacyStreamEvent;
}

export type NumberedLegacyStream = AsyncGenerator<NumberedLegacyEvent, void, undefined>;

/**
 * The SDK's bridge to 0.3 over our handler. Failures are thrown as the handler threw them. The bridge knows no event
 * numbers, so each stream gets a bridge of its own that remembers the number of the event under way: it turns every
 * event into exactly one.
 */
export interface LegacyCalls {
  readonly bridge: LegacyRestTransportHandler;
  /** Rejects before the first event where the call is at fault. */
  sendStream(
    params: LegacySendParams,
    context: ServerCallContext,
    afterSeq: number | undefined,
  ): Promise<NumberedLegacyStream>;
  /** As {@link LegacyCalls.sendStream}. */
  subscribe(
    taskId: string,
    context: ServerCallContext,
    afterSeq: number | undefined,
  ): Promise<NumberedLegacyStream>;
}

export function createLegacyCalls(handler: A2AHandler): LegacyCalls {
  return {
    bridge: new LegacyRestTransportHandler(handler),
    sendStream: (params, context, afterSeq) =>
      numbered(handler, afterSeq, (bridge) => bridge.sendMessageStream(params, context)),
    subscribe: (taskId, context, afterSeq) =>
      numbered(handler, afterSeq, (bridge) => bridge.resubscribe(taskId, context)),
  };
}

function numbered(
  handler: A2AHandler,
  afterSeq: number | undefined,
  open: (bridge: LegacyRestTransportHandler) => Promise<AsyncGenerator<LegacyStreamEvent, void, undefined>>,
): Promise<NumberedLegacyStream> {
  let seq = 0;
  const from = afterSeq === undefined ? {} : { afterSeq };

  async function* remember(
    call: StreamCall,
    context: ServerCallContext,
  ): AsyncGenerator<StreamResponse, void, undefined> {
    for await (const event of await handler.openStream(call, context)) {
      seq = event.seq;
      yield event.response;
    }
  }

  const remembering = overriding(handler, {
    sendMessageStream: (params, context) =>
      remember({ method: "SendStreamingMessage", params, ...from }, context),
    resubscribe: (params, context) => remember({ method: "SubscribeToTask", params, ...from }, context),
  });

  async function* events(): NumberedLegacyStream {
    for await (const event of await open(new LegacyRestTransportHandler(remembering))) yield { seq, event };
  }
  return begun(events());
}
