/** What Node's network says in place of an answer. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  ENOTFOUND: "its host is not known",
  EAI_AGAIN: "its host is not known just now",
  ETIMEDOUT: "it does not answer",
  EHOSTUNREACH: "its host cannot be reached",
  ENETUNREACH: "its network cannot be reached",
  EHOSTDOWN: "its host cannot be reached",
  ENOENT: "nothing listens there",
  EACCES: "access is denied",
};

/** Says by the code of Node's error why a server cannot be reached, without its address; undefined where it is another error. */
export function networkFailure(code: string | undefined): string | undefined {
  return code === undefined ? undefined : REASONS[code];
}
