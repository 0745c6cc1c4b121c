import { z } from "zod";
import { addressRange } from "./address-range.ts";
import { field } from "./field.ts";
import { list } from "./list-field.ts";

const host = z.string().refine(isHost, {
  error: ({ input }) => `${JSON.stringify(input)} must be a host such as files.example.com or *.example.com`,
});

/** Documents that clients name by URL, and where the server may go to fetch them. */
export const urlPartsSchema = z
  .strictObject({
    allowed: field(z.boolean().default(false), {
      description:
        "Fetch documents that clients name by URL: over https, at public addresses, never above the largest document.",
      env: "A2A_URL_PARTS",
      flag: "url-parts",
    }),
    hosts: field(list(host).optional(), {
      description:
        "Fetch from these hosts only; `*.example.com` is every host below it, `example.com:81` one with a port below 1024.",
      env: "A2A_URL_HOSTS",
      flag: "url-hosts",
      placeholder: "host,…",
      unset: "every host at a public address",
    }),
    privateAddresses: field(list(addressRange).optional(), {
      description:
        "Addresses and ranges that may be fetched from though they are private or loopback, such as `10.1.0.0/16`; a cloud's metadata only where its address itself is named.",
      env: "A2A_URL_PRIVATE_ADDRESSES",
      flag: "url-private",
      placeholder: "range,…",
      unset: "public addresses only",
    }),
    http: field(z.boolean().default(false), {
      description: "Fetch by `http://` too, without encryption.",
      env: "A2A_URL_HTTP",
      flag: "url-http",
    }),
    timeoutSeconds: field(z.number().min(0.1).max(600).default(30), {
      description: "Time limit for fetching one document; its server has to begin within ten seconds.",
      env: "A2A_URL_TIMEOUT",
      flag: "url-timeout",
      unit: "seconds",
    }),
  })
  .prefault({});

function isHost(text: string): boolean {
  const plain = text.replace(/^\*\./, "");
  if (z.ipv6().safeParse(plain).success) return true;
  return /^[^\s/?#@*:\\]+(:\d{1,5})?$/.test(plain) && URL.canParse(`http://${plain}/`);
}
