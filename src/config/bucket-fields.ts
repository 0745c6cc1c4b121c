import { z } from "zod";
import { field } from "./field.ts";
import { Secret } from "./secret.ts";

const secretText = z
  .string()
  .min(1)
  .transform((text) => new Secret(text));

const endpoint = z.string().refine(isEndpoint, {
  error: "must be an http(s) address without path, query or credentials, such as https://s3.example.com",
});

/** Documents up to this size are shown inline with their task, which a bucket that is away must not keep from being shown. */
const MIN_ABOVE_BYTES = 65_536;

/** An S3-compatible bucket for large documents. Without it they are all where the tasks are. */
export const bucketSchema = z
  .strictObject({
    name: field(z.string().min(1).max(255).optional(), {
      description:
        "S3-compatible bucket that holds large documents; it has to be there. Needs the optional package @aws-sdk/client-s3.",
      env: "BUCKET_NAME",
      placeholder: "bucket",
      unset: "documents are kept where the tasks are",
    }),
    endpoint: field(endpoint.optional(), {
      description: "Address of the server that has the bucket.",
      env: "BUCKET_ENDPOINT",
      placeholder: "url",
      unset: "Amazon S3",
    }),
    region: field(z.string().min(1).max(60).optional(), {
      description: "Region of the bucket.",
      env: "BUCKET_REGION",
      placeholder: "region",
      unset: "`us-east-1` with an endpoint; otherwise what the client finds in its environment or profile",
    }),
    prefix: field(
      z
        .string()
        .max(200)
        .regex(/^[\w.\-/]*$/, "may hold letters, digits, and . _ - / only")
        .default("a2a-minions/"),
      {
        description:
          "What the names of all objects begin with. Instances that share a database share it, too.",
        env: "BUCKET_PREFIX",
      },
    ),
    pathStyle: field(z.boolean().default(false), {
      description: "Name the bucket in the path and not in the host, as many compatible servers want it.",
      env: "BUCKET_PATH_STYLE",
    }),
    accessKeyId: field(secretText.optional(), {
      description: "Key that the bucket is opened with.",
      env: "BUCKET_ACCESS_KEY_ID",
      secret: true,
      unset: "what the client finds by its own chain: environment, profile, the machine's role",
    }),
    secretAccessKey: field(secretText.optional(), {
      description: "The key's secret.",
      env: "BUCKET_SECRET_ACCESS_KEY",
      secret: true,
      unset: "as for the key",
    }),
    aboveBytes: field(z.number().int().min(MIN_ABOVE_BYTES).max(1_073_741_824).default(1_048_576), {
      description: "Documents up to this size stay in the database, larger ones go into the bucket.",
      env: "BUCKET_ABOVE_BYTES",
      unit: "bytes",
    }),
    timeoutSeconds: field(z.number().min(0.1).max(600).default(60), {
      description: "Longest time that one document takes to the bucket or back, tries included.",
      env: "BUCKET_TIMEOUT_SECONDS",
      unit: "seconds",
    }),
  })
  .refine(
    ({ name, accessKeyId: id, secretAccessKey: key }) =>
      name === undefined || (id === undefined) === (key === undefined),
    {
      error: "the key of a bucket and its secret are named together, or neither",
      path: ["secretAccessKey"],
    },
  )
  .prefault({});

function isEndpoint(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return `${url.username}${url.password}${url.search}${url.hash}` === "" && url.pathname === "/";
}
