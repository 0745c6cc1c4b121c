import type { ServerCallContext } from "@a2a-js/sdk/server";
import {
  InvalidRequestError,
  type JsonReader,
  type ReportFault,
  requireScope,
  VersionUnsupportedError,
  WRITE_SCOPE,
} from "#a2a";
import {
  type DialectAnswer,
  type DialectEvents,
  type PlainAnswer,
  plainAnswer,
  tellFailure,
} from "../dialect-answer.ts";
import type { DialectRequest, DialectRoute } from "../dialect-route.ts";
import type { NumberedLegacyStream } from "./legacy-call.ts";
import { isLegacyVersion, type LegacyDeps, read } from "./legacy-rpc.ts";
import type { LegacyCard } from "./legacy-types.ts";
import { readProtoPushConfig, readProtoSend } from "./proto-json/read-proto-send.ts";
import {
  writeProtoEvent,
  writeProtoPushConfig,
  writeProtoSent,
  writeProtoTask,
} from "./proto-json/write-proto.ts";
import { writeProtoCard } from "./proto-json/write-proto-card.ts";

export interface LegacyRestDeps extends LegacyDeps {
  /** In the form of 0.3. */
  readonly extendedCard: (context: ServerCallContext) => Promise<LegacyCard>;
}

const CONFIGS = "/v1/tasks/:task/pushNotificationConfigs";

/** The routes of A2A 0.3's REST binding. A task's verbs stand in its path segment: `/v1/tasks/{id}:cancel`. */
export function legacyRestRoutes(deps: LegacyRestDeps): readonly DialectRoute[] {
  const { calls } = deps;
  const { bridge } = calls;
  const route = (
    method: DialectRoute["method"],
    path: string,
    answer: (request: DialectRequest) => Promise<DialectAnswer>,
  ): DialectRoute => ({
    method,
    path,
    authenticated: true,
    failureBody: (error) => error,
    async answer(request) {
      try {
        if (!isLegacyVersion(request.version)) throw new VersionUnsupportedError(request.version, ["0.3"]);
        return await answer(request);
      } catch (error) {
        return legacyRestFailure(error, deps.reportFault);
      }
    },
  });
  const streamed = async (stream: Promise<NumberedLegacyStream>): Promise<DialectAnswer> => ({
    kind: "stream",
    events: inEvents(await stream, deps.reportFault),
  });
  return [
    route("GET", "/v1/card", async ({ context }) =>
      plainAnswer(writeProtoCard(await deps.extendedCard(context))),
    ),
    route("POST", "/v1/message::send", async ({ body, context }) =>
      plainAnswer(writeProtoSent(await bridge.sendMessage(read(body, readProtoSend), context))),
    ),
    route("POST", "/v1/message::stream", ({ body, context, afterSeq }) =>
      streamed(readThen(body, readProtoSend, (params) => calls.sendStream(params, context, afterSeq))),
    ),
    route("POST", "/v1/tasks/:task", async ({ params, context, afterSeq }) => {
      const { id, verb } = taskOf(params);
      if (verb === "subscribe") return streamed(calls.subscribe(id, context, afterSeq));
      if (verb === "cancel") return plainAnswer(writeProtoTask(await bridge.cancelTask(id, context)));
      throw noSuchVerb(verb);
    }),
    route("GET", "/v1/tasks/:task", async ({ params, query, context, afterSeq }) => {
      const { id, verb } = taskOf(params);
      if (verb === "subscribe") return streamed(calls.subscribe(id, context, afterSeq));
      if (verb !== undefined) throw noSuchVerb(verb);
      const historyLength = read(query, (reader) => reader.count("historyLength"));
      return plainAnswer(writeProtoTask(await bridge.getTask(id, context, historyLength)));
    }),
    route("POST", CONFIGS, async ({ params, body, context }) => {
      requireScope(context, WRITE_SCOPE);
      const config = read(body, (reader: JsonReader) => readProtoPushConfig(reader, params["task"] ?? ""));
      return plainAnswer(writeProtoPushConfig(await bridge.setTaskPushNotificationConfig(config, context)));
    }),
    route("GET", CONFIGS, async ({ params, context }) => {
      const configs = await bridge.listTaskPushNotificationConfigs(params["task"] ?? "", context);
      return plainAnswer({ configs: configs.map(writeProtoPushConfig) });
    }),
    route("GET", `${CONFIGS}/:config`, async ({ params, context }) => {
      const { task = "", config = "" } = params;
      return plainAnswer(
        writeProtoPushConfig(await bridge.getTaskPushNotificationConfig(task, config, context)),
      );
    }),
    route("DELETE", `${CONFIGS}/:config`, async ({ params, context }) => {
      const { task = "", config = "" } = params;
      await bridge.deleteTaskPushNotificationConfig(task, config, context);
      return plainAnswer(undefined, 204);
    }),
  ];
}

/** An error as 0.3's REST binding tells it: bare, without the envelope of `google.rpc.Status`. */
function legacyRestFailure(error: unknown, reportFault: ReportFault): PlainAnswer {
  const { rpc, status, headers, failure } = tellFailure(error, reportFault);
  return { ...plainAnswer(rpc, status), headers, failure };
}

async function readThen<Value, Result>(
  body: unknown,
  take: (reader: JsonReader) => Value,
  then: (value: Value) => Promise<Result>,
): Promise<Result> {
  return then(read(body, take));
}

async function* inEvents(stream: NumberedLegacyStream, reportFault: ReportFault): DialectEvents {
  try {
    for await (const { seq, event } of stream) yield { id: String(seq), data: writeProtoEvent(event) };
  } catch (error) {
    yield { event: "error", data: tellFailure(error, reportFault).rpc };
  }
}

function taskOf({ task = "" }: DialectRequest["params"]): { id: string; verb: string | undefined } {
  const colon = task.lastIndexOf(":");
  return colon < 0
    ? { id: task, verb: undefined }
    : { id: task.slice(0, colon), verb: task.slice(colon + 1) };
}

function noSuchVerb(verb: string | undefined): InvalidRequestError {
  const description = `${verb === undefined ? "A POST needs a verb" : "There is no such verb"}: use cancel or subscribe.`;
  return new InvalidRequestError([{ field: "path", description }]);
}
