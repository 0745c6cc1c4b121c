import type {
  EmbeddingReply,
  FinishReason,
  Model,
  ModelProfile,
  ModelReply,
  ModelRequest,
} from "../model-port.ts";
import type { ModelStepKind } from "../steps.ts";

/** What a scripted model says: plain text, or text with the way it ended. */
export type ScriptedReply = string | { readonly text: string; readonly finish: FinishReason };

/** Answers one kind of step; `turn` counts the calls of that kind from 0. */
export type Line = (request: ModelRequest, turn: number) => ScriptedReply | Promise<ScriptedReply>;

export interface ScriptedModel extends Model {
  /** Everything that was asked, in order. */
  readonly requests: readonly ModelRequest[];
  /** The requests of one kind of step. */
  asked(kind: ModelStepKind): readonly ModelRequest[];
}

export interface Script {
  readonly provider?: string;
  readonly model?: string;
  readonly lines: Partial<Record<ModelStepKind, Line | ScriptedReply | readonly ScriptedReply[]>>;
  readonly profile?: Partial<ModelProfile>;
  readonly inProcess?: boolean;
  /** One vector for each text; without it the model cannot embed. */
  readonly vectorOf?: (text: string) => readonly number[];
}

/** A model for tests that says its lines and remembers what it was asked. A step without a line is an error. */
export function scriptedModel(script: Script): ScriptedModel {
  const requests: ModelRequest[] = [];
  const ref = { provider: script.provider ?? "scripted", model: script.model ?? "model" };
  return {
    ref,
    inProcess: script.inProcess ?? false,
    requests,
    asked: (kind) => requests.filter((request) => request.step.kind === kind),
    profile: async () => ({
      ...{ contextTokens: undefined, seesImages: false, embedsImages: false },
      embedsText: script.vectorOf !== undefined,
      ...script.profile,
    }),
    async generate(request, signal): Promise<ModelReply> {
      signal.throwIfAborted();
      const turn = requests.filter((earlier) => earlier.step.kind === request.step.kind).length;
      requests.push(request);
      const line = script.lines[request.step.kind];
      const said = typeof line === "function" ? await line(request, turn) : pick(line, turn);
      if (said === undefined) throw new Error(`No line for ${request.step.kind}, turn ${turn}.`);
      const { text, finish } = typeof said === "string" ? { text: said, finish: "stop" as const } : said;
      request.onTextDelta?.(text);
      const promptTokens = 10;
      const usage = { promptTokens, completionTokens: 5, cachedTokens: 0, estimated: false };
      return { text, finish, usage, answeredBy: ref };
    },
    async embed(inputs): Promise<EmbeddingReply> {
      const { vectorOf } = script;
      if (!vectorOf) throw new Error("This scripted model does not embed.");
      const vectors = inputs.map((input) =>
        Float32Array.from(vectorOf(input.type === "text" ? input.text : "")),
      );
      return { vectors, usage: { promptTokens: 1, completionTokens: 0, cachedTokens: 0, estimated: false } };
    },
  };
}

function pick(
  line: ScriptedReply | readonly ScriptedReply[] | undefined,
  turn: number,
): ScriptedReply | undefined {
  if (!Array.isArray(line)) return line as ScriptedReply | undefined;
  return line[Math.min(turn, line.length - 1)];
}

/** The text of every message of a request, joined: what a provider would see. */
export function sentText(request: ModelRequest): string {
  return request.messages
    .map(({ content }) =>
      typeof content === "string"
        ? content
        : content.map((part) => (part.type === "text" ? part.text : "[image]")).join("\n"),
    )
    .join("\n");
}
