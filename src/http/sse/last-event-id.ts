import { InvalidRequestError } from "#a2a";

/**
 * The event after which a stream shall begin; undefined where the client asks for none.
 * @throws InvalidRequestError for what is no event's id of ours
 */
export function lastEventIdOf(header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === "") return undefined;
  if (typeof header === "string" && /^\d{1,15}$/.test(header)) return Number(header);
  throw new InvalidRequestError([
    { field: "Last-Event-ID", description: "Must be the id of an event of this stream: a whole number." },
  ]);
}
