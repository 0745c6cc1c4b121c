import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { ScopeMissingError, UnauthenticatedCallError } from "#a2a";
import type { Authenticator, OAuthAnswer, OAuthRequest, OAuthServer, Principal } from "#auth";
import { mayUse } from "#auth";
import type { FailedLogins } from "#limits";
import type { BindingDeps } from "../a2a/binding-deps.ts";
import { failureAnswer } from "../a2a/failure-answer.ts";
import { MethodNotAllowedError } from "../errors.ts";
import { authenticate, tellChallenge } from "../request/authentication.ts";

export interface OAuthRouteDeps extends Pick<BindingDeps, "limits" | "report"> {
  readonly oauth: OAuthServer;
  /** Where the server is reached, without a slash at the end. */
  readonly baseUrl: () => string;
  readonly authenticator: Authenticator;
  readonly failedLogins?: FailedLogins | undefined;
}

/** A token is some kilobytes, and everything else is short. */
const MAX_FORM_BYTES = 32 * 1024;

/** `/oauth/*` and the server's metadata; to be registered only where tokens can be signed. */
export function registerOAuth(server: FastifyInstance, deps: OAuthRouteDeps): void {
  const { oauth } = deps;
  takeForms(server);
  server.setErrorHandler((error, request, reply) => {
    const { http } = failureAnswer(error, request, deps);
    const { message } = http.body.error;
    reply.code(http.status).headers({ ...http.headers, "cache-control": "no-store" });
    return reply.send({ error: errorNameOf(http.status), error_description: message });
  });
  post(server, "/oauth/token", (request) => oauth.token(requestOf(request)), deps);
  post(
    server,
    "/oauth/introspect",
    async (request, reply) => oauth.introspect(requestOf(request), await adminBehind(request, reply, deps)),
    deps,
  );
  post(
    server,
    "/oauth/revoke",
    async (request, reply) => oauth.revoke(requestOf(request), await adminBehind(request, reply, deps)),
    deps,
  );
  server.get("/oauth/jwks", route("oauth-jwks"), async (_request, reply) => cached(reply).send(oauth.jwks()));
  server.get("/.well-known/oauth-authorization-server", route("oauth-metadata"), async (_request, reply) =>
    cached(reply).send(oauth.metadata(deps.baseUrl())),
  );
}

type Answering = (request: FastifyRequest, reply: FastifyReply) => Promise<OAuthAnswer>;

function post(server: FastifyInstance, url: string, answering: Answering, deps: OAuthRouteDeps): void {
  const { config } = route(url.slice(1).replace("/", "-"));
  server.post(url, { config, bodyLimit: MAX_FORM_BYTES }, async (request, reply) => {
    const answer = await answering(request, reply);
    if (answer.error !== undefined) request.facts.failure = answer.error;
    // Whoever guesses secrets of clients is counted like whoever guesses keys.
    if (answer.error === "invalid_client") await deps.failedLogins?.note(request.ip);
    reply.code(answer.status).headers(answer.headers);
    return answer.body === undefined ? reply.send() : reply.send(answer.body);
  });
  server.route({
    method: ["GET", "PUT", "PATCH", "DELETE"],
    url,
    config,
    onRequest: async () => {
      throw new MethodNotAllowedError(["POST"]);
    },
    handler: async () => undefined,
  });
}

/** Bodies of other kinds are read as none: the endpoint then says in its own words that it wants a form. */
function takeForms(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string" },
    async (_request: FastifyRequest, text: string) => new URLSearchParams(text),
  );
  server.addContentTypeParser("*", { parseAs: "string" }, async () => undefined);
}

function requestOf({ body, headers, ip }: FastifyRequest): OAuthRequest {
  const form = body instanceof URLSearchParams ? body : undefined;
  return { form, authorization: headers.authorization, address: ip };
}

/**
 * The administrator who asks with a key or a bearer token; undefined for who asks as a client.
 * @throws UnauthenticatedCallError, ScopeMissingError
 */
async function adminBehind(
  request: FastifyRequest,
  reply: FastifyReply,
  { authenticator, failedLogins }: OAuthRouteDeps,
): Promise<Principal | undefined> {
  const { authorization = "" } = request.headers;
  if (request.headers["x-api-key"] === undefined && !/^bearer /i.test(authorization)) return undefined;
  const proved = await authenticate(request, authenticator);
  if (proved.kind !== "principal") {
    await tellChallenge(request, reply, proved, failedLogins);
    throw new UnauthenticatedCallError();
  }
  request.facts.principal = proved;
  if (!mayUse(proved, "admin")) throw new ScopeMissingError("admin");
  return proved;
}

function errorNameOf(status: number): string {
  if (status === 401) return "invalid_token";
  if (status === 403) return "insufficient_scope";
  if (status >= 500 || status === 429) return status === 500 ? "server_error" : "temporarily_unavailable";
  return "invalid_request";
}

function route(operation: string) {
  return { config: { operation } };
}

function cached(reply: FastifyReply): FastifyReply {
  return reply.header("cache-control", "public, max-age=300");
}
