import type {
  CancelTaskRequest,
  GetTaskRequest,
  Message,
  SendMessageRequest,
  StreamResponse,
  SubscribeToTaskRequest,
} from "@a2a-js/sdk";
import type { A2ARequestHandler, ServerCallContext } from "@a2a-js/sdk/server";
import type { ToldTask } from "../codec/told-task.ts";

/** One event of a stream, with the number that serves as its id in server-sent events. */
export interface NumberedResponse {
  /** The task's own sequence number of the event; of a task snapshot, that of the newest event in it. */
  readonly seq: number;
  readonly response: StreamResponse;
}

/**
 * What opens a stream. `afterSeq` is a `Last-Event-ID`: the stream then begins right after that event, without the
 * task in front, and so gives a client that was cut off exactly what it missed, also from a task that has ended since.
 */
export type StreamCall =
  | {
      readonly method: "SendStreamingMessage";
      readonly params: SendMessageRequest;
      readonly afterSeq?: number;
    }
  | {
      readonly method: "SubscribeToTask";
      readonly params: SubscribeToTaskRequest;
      readonly afterSeq?: number;
    };

/**
 * All methods of A2A 1.0 over the durable engine, in the SDK's shape, so that its transports and its bridge to 0.3 can
 * use it, and with numbered streams for ours. Contexts come from `createCallContext`. Whatever is thrown is an
 * `A2AError` of the SDK that `toRpcError` and `toHttpError` tell with all details.
 */
export interface A2AHandler extends A2ARequestHandler {
  sendMessage(params: SendMessageRequest, context: ServerCallContext): Promise<ToldTask | Message>;
  getTask(params: GetTaskRequest, context: ServerCallContext): Promise<ToldTask>;
  cancelTask(params: CancelTaskRequest, context: ServerCallContext): Promise<ToldTask>;
  /**
   * Checks the call, takes the message if there is one, and gives the stream: what is wrong with the call rejects
   * here, before a transport has sent a header.
   */
  openStream(
    call: StreamCall,
    context: ServerCallContext,
  ): Promise<AsyncGenerator<NumberedResponse, void, undefined>>;
  /** As {@link openStream}, for who does not care when it fails. */
  streamWithSeq(
    call: StreamCall,
    context: ServerCallContext,
  ): AsyncGenerator<NumberedResponse, void, undefined>;
}
