import { createServer, type Server } from "node:http";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import Provider from "oidc-provider";

const AUDIENCE = "a2a-minions";

/** A certified OpenID Connect provider on this machine, which can change its keys and fall silent. */
export interface RealIssuer extends AsyncDisposable {
  readonly issuer: string;
  /** An access token for the audience `a2a-minions`, by client credentials. */
  token(scope?: string): Promise<string>;
  /** From now on signs with a new key, under the same address. */
  rotate(): Promise<void>;
  /** Takes no connection any more; what it signed stays good. */
  fallSilent(): Promise<void>;
  /** How often its keys were asked for. */
  readonly keyRequests: () => number;
}

export async function openRealIssuer(port = 0): Promise<RealIssuer> {
  let keyRequests = 0;
  let answer: ReturnType<Provider["callback"]> | undefined;
  const server: Server = createServer((request, response) => {
    if (request.url?.startsWith("/jwks")) keyRequests += 1;
    void answer?.(request, response);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(port, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  const rotate = async (): Promise<void> => {
    answer = (await providerAt(issuer)).callback();
  };
  await rotate();
  const close = (): Promise<void> => {
    server.closeAllConnections();
    return new Promise((done) => server.close(() => done()));
  };
  let silent = false;
  return {
    issuer,
    rotate,
    keyRequests: () => keyRequests,
    async token(scope = "minion:query tasks:read") {
      const asked = await fetch(`${issuer}/token`, {
        method: "POST",
        headers: { authorization: `Basic ${Buffer.from("robot:robot-secret").toString("base64")}` },
        body: new URLSearchParams({ grant_type: "client_credentials", scope, resource: "urn:a2a-minions" }),
      });
      const told = (await asked.json()) as { access_token?: string };
      if (told.access_token === undefined) throw new Error(JSON.stringify(told));
      return told.access_token;
    },
    async fallSilent() {
      silent = true;
      await close();
    },
    async [Symbol.asyncDispose]() {
      if (!silent) await close();
    },
  };
}

async function providerAt(issuer: string): Promise<Provider> {
  const key = await freshKey();
  return new Provider(issuer, {
    jwks: { keys: [key] },
    clients: [
      {
        client_id: "robot",
        client_secret: "robot-secret",
        grant_types: ["client_credentials"],
        id_token_signed_response_alg: "ES256",
        redirect_uris: [],
        response_types: [],
      },
    ],
    scopes: ["minion:query", "tasks:read", "tasks:write", "admin"],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: "minion:query tasks:read tasks:write admin",
          audience: AUDIENCE,
          accessTokenFormat: "jwt",
          accessTokenTTL: 600,
          jwt: { sign: { alg: "ES256" } },
        }),
      },
    },
  });
}

async function freshKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { ...(await exportJWK(privateKey)), use: "sig", alg: "ES256", kid: crypto.randomUUID() };
}
