import { type ClientRequest, type IncomingMessage, request } from "node:http";
import { V1 } from "./http-rig.ts";

/** What a client gets of a stream, block by block: events as `{id, event, data}`, comments as `{comment}`. */
export interface Block {
  readonly id?: string;
  readonly event?: string;
  readonly data?: unknown;
  readonly comment?: string;
}

/** A client's end of one stream, over a real socket. */
export interface OpenedStream extends Disposable {
  readonly response: IncomingMessage;
  /** Reads until `enough` of the blocks, or the end. */
  read(enough?: (blocks: readonly Block[]) => boolean): Promise<Block[]>;
  /** Hangs up. */
  leave(): void;
}

export interface StreamCall {
  readonly method?: "GET" | "POST";
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export async function openStream(
  url: string,
  { method = "POST", body, headers }: StreamCall = {},
): Promise<OpenedStream> {
  const sent: ClientRequest = request(url, {
    method,
    agent: false,
    headers: { "content-type": "application/json", ...V1, ...headers },
  });
  sent.on("error", () => undefined); // Hanging up is what some tests are about.
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.on("response", resolve);
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
  response.on("error", () => undefined);
  response.setEncoding("utf8");
  const blocks: Block[] = [];
  const chunks = response.iterator({ destroyOnReturn: false });
  let rest = "";
  return {
    response,
    async read(enough = () => false) {
      while (!enough(blocks)) {
        const { done, value } = await chunks.next();
        if (done) break;
        const texts = (rest + String(value)).split("\n\n");
        rest = texts.pop() ?? "";
        blocks.push(...texts.map(parseBlock));
      }
      return blocks.splice(0);
    },
    leave: () => sent.destroy(),
    [Symbol.dispose]: () => void sent.destroy(),
  };
}

function parseBlock(text: string): Block {
  const block: Record<string, unknown> = {};
  for (const line of text.split("\n")) {
    const [, name = "", value = ""] = /^([a-z]*): ?(.*)$/s.exec(line) ?? [];
    if (name === "") block["comment"] = value;
    else block[name] = name === "data" ? JSON.parse(value) : value;
  }
  return block;
}

/** One line for a block, to be read aloud in a test. */
export function inWords({ id, event, data, comment }: Block): string {
  if (comment !== undefined) return `(${comment})`;
  const told = isRecord(data) && isRecord(data["result"]) ? data["result"] : data;
  const kind = isRecord(told) ? Object.keys(told)[0] : "nothing";
  return [id, event, kind].filter((part) => part !== undefined).join(" ");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
