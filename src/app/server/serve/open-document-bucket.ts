import type { Config } from "#config";
import { BucketUnavailableError, type DocumentBucket, openS3Bucket } from "#stores";
import type { RuntimeParts } from "../../runtime-parts.ts";

/**
 * Opens the bucket that is configured for large documents; undefined where none is. One that refuses is told at once, for
 * that does not pass by itself; one that is away is waited for by those who need it.
 *
 * @throws BucketClientMissingError, BucketUnavailableError where the bucket refuses
 */
export async function openDocumentBucket({
  config,
  log,
}: Pick<RuntimeParts, "config" | "log">): Promise<(DocumentBucket & AsyncDisposable) | undefined> {
  const { name, endpoint, region, prefix, pathStyle, aboveBytes, timeoutSeconds } = config.bucket;
  if (name === undefined) return undefined;
  await using opening = new AsyncDisposableStack();
  const bucket = opening.use(
    await openS3Bucket({
      bucket: name,
      prefix,
      pathStyle,
      timeoutMs: timeoutSeconds * 1_000,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(region === undefined ? {} : { region }),
      ...credentialsOf(config),
      onSilent: (reason) => log.warn({ reason }, "the bucket of the documents does not answer"),
      onBack: () => log.info({}, "the bucket of the documents answers again"),
    }),
  );
  await bucket.check().catch((error: unknown) => {
    if (!(error instanceof BucketUnavailableError) || error.refused) throw error;
  });
  const held = opening.move();
  return { bucket, aboveBytes, [Symbol.asyncDispose]: () => held.disposeAsync() };
}

function credentialsOf({ bucket }: Config): {
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
} {
  const { accessKeyId, secretAccessKey } = bucket;
  if (accessKeyId === undefined || secretAccessKey === undefined) return {};
  return { credentials: { accessKeyId: accessKeyId.reveal(), secretAccessKey: secretAccessKey.reveal() } };
}
