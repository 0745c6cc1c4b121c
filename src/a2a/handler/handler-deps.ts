import type { AgentCard, Message } from "@a2a-js/sdk";
import type { DocumentStore, Engine } from "#engine";
import type { Principal } from "../call/principal.ts";
import type { ReportFault } from "../errors/error-answers.ts";
import type { MessageLimits } from "../send/limits.ts";
import type { ReadOptions } from "../send/prepare-submission.ts";
import type { FetchUrl } from "../send/take-parts.ts";

export interface A2AHandlerDeps {
  readonly engine: Engine;
  readonly documents: DocumentStore;
  /** The public card. Its capabilities say what the methods do, its default modes which media types are taken. */
  readonly card: AgentCard;
  /** What an authenticated caller sees instead; only asked for where the card's capabilities announce it. */
  readonly extendedCard?: AgentCard | ((principal: Principal) => AgentCard | Promise<AgentCard>);
  readonly limits: MessageLimits;
  readonly readOptions: ReadOptions;
  /** One of them lets a caller send at all: who has none is told so before a task to be continued is looked up. */
  readonly sendScopes?: readonly string[];
  /** URI of the extension under which options may stand; also in the card. */
  readonly optionsExtension: string;
  /** Absent: parts with a URL are refused. */
  readonly fetchUrl?: FetchUrl;
  readonly reportFault: ReportFault;
  /**
   * Answers a message at once with a message and no task. No skill of ours does; undefined for a message that becomes
   * a task as usual.
   */
  readonly answerDirectly?: (message: Message) => Message | undefined;
}
