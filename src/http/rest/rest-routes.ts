import type { FastifyRequest } from "fastify";
import { InvalidRequestError } from "#a2a";
import type { MethodName } from "../a2a/operations.ts";
import { MethodNotAllowedError } from "../errors.ts";

export type HttpMethod = "GET" | "POST" | "DELETE";

/** One call as a route found it: A2A's method, and its parameters as JSON-RPC would carry them. */
export interface RestCall {
  readonly method: MethodName;
  readonly params: object;
}

/** One address of the HTTP+JSON binding. Each also stands under `/{tenant}`. */
export interface RestRoute {
  readonly path: string;
  readonly methods: readonly HttpMethod[];
  /** True where messages come in, which may be large. */
  readonly takesMessages?: boolean;
  read(request: FastifyRequest): RestCall;
}

/** The addresses of A2A 1.0, section 11. A colon that is no parameter is doubled, as the router wants it. */
export const REST_ROUTES: readonly RestRoute[] = [
  {
    path: "/message::send",
    methods: ["POST"],
    takesMessages: true,
    read: (request) => ({ method: "SendMessage", params: bodyOf(request) }),
  },
  {
    path: "/message::stream",
    methods: ["POST"],
    takesMessages: true,
    read: (request) => ({ method: "SendStreamingMessage", params: bodyOf(request) }),
  },
  {
    path: "/tasks",
    methods: ["GET"],
    read: (request) => ({ method: "ListTasks", params: queryOf(request) }),
  },
  { path: "/tasks/:id", methods: ["GET", "POST"], read: readTaskCall },
  {
    path: "/tasks/:taskId/pushNotificationConfigs",
    methods: ["GET", "POST"],
    read: (request) => {
      const taskId = pathOf(request, "taskId");
      return request.method === "POST"
        ? { method: "CreateTaskPushNotificationConfig", params: { ...bodyOf(request), taskId } }
        : { method: "ListTaskPushNotificationConfigs", params: { ...queryOf(request), taskId } };
    },
  },
  {
    path: "/tasks/:taskId/pushNotificationConfigs/:id",
    methods: ["GET", "DELETE"],
    read: (request) => ({
      method:
        request.method === "DELETE" ? "DeleteTaskPushNotificationConfig" : "GetTaskPushNotificationConfig",
      params: { ...queryOf(request), taskId: pathOf(request, "taskId"), id: pathOf(request, "id") },
    }),
  },
  {
    path: "/extendedAgentCard",
    methods: ["GET"],
    read: (request) => ({ method: "GetExtendedAgentCard", params: queryOf(request) }),
  },
];

/** A task's address may end in what shall be done with it. */
function readTaskCall(request: FastifyRequest): RestCall {
  const last = pathOf(request, "id");
  const [, id = last, action] = /^(.*):(cancel|subscribe)$/s.exec(last) ?? [];
  const isPost = request.method === "POST";
  if (action === "subscribe") return { method: "SubscribeToTask", params: { ...queryOf(request), id } };
  if (action === "cancel") {
    if (!isPost) throw new MethodNotAllowedError(["POST"]);
    return { method: "CancelTask", params: { ...bodyOf(request), id } };
  }
  if (isPost) throw new MethodNotAllowedError(["GET"]);
  return { method: "GetTask", params: { ...queryOf(request), id } };
}

/** The tenant of the address; undefined where it names none. */
export function tenantOf(request: FastifyRequest): string | undefined {
  const tenant = pathOf(request, "tenant");
  return tenant === "" ? undefined : tenant;
}

function pathOf(request: FastifyRequest, name: string): string {
  const { params } = request;
  if (!isRecord(params)) return "";
  const value = params[name];
  return typeof value === "string" ? value : "";
}

function queryOf(request: FastifyRequest): object {
  return isRecord(request.query) ? { ...request.query } : {};
}

/** The body's fields; none where there is no body. @throws InvalidRequestError for a body that is no object */
function bodyOf(request: FastifyRequest): object {
  const { body } = request;
  if (body === undefined || body === null) return {};
  if (isRecord(body)) return body;
  throw new InvalidRequestError([{ field: "body", description: "Must be an object." }]);
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
