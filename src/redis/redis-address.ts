/** Where a Redis is, read from its URL. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly tls: boolean;
  /** Host, port and number of the database; without any secret. */
  readonly name: string;
}

const DEFAULT_PORT = 6379;

/** @throws TypeError where it is no URL; the configuration has seen to it that it is one of Redis. */
export function parseRedisUrl(text: string): RedisAddress {
  const { protocol, hostname, port, pathname, username, password } = new URL(text);
  const database = Number(pathname.slice(1));
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? DEFAULT_PORT : Number(port),
    database,
    username: username === "" ? undefined : decodeURIComponent(username),
    password: password === "" ? undefined : decodeURIComponent(password),
    tls: protocol === "rediss:",
    name: `${hostname}:${port === "" ? DEFAULT_PORT : port}/${database}`,
  };
}
