/** Which bucket, how it is reached, and who is told of its silences. */
export interface S3BucketOptions {
  readonly bucket: string;
  /** Of an S3-compatible server. Default: Amazon's own. */
  readonly endpoint?: string;
  /** Default: what the client finds in its environment; with an endpoint, `us-east-1`. */
  readonly region?: string;
  /** What the names of all objects begin with. */
  readonly prefix: string;
  /** Name the bucket in the path and not in the host. */
  readonly pathStyle: boolean;
  /** Default: what the client finds by its own chain: environment, profile, role of the machine. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Of one object, there or back. */
  readonly timeoutMs: number;
  /** Told once when it stops answering, with the reason, and once when it answers again. */
  readonly onSilent?: (reason: string) => void;
  readonly onBack?: () => void;
}
