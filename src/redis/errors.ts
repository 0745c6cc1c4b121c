import { AppError } from "#kernel";

/** Redis cannot be used as it is configured: waiting does not help. A Redis that is away is no error. */
export class RedisUnusableError extends AppError<"redis-unusable"> {
  readonly code = "redis-unusable";
  /** Host, port and number of the database; without any secret. */
  readonly redis: string;

  constructor(redis: string, problem: string, options?: ErrorOptions) {
    super(`The Redis ${redis} cannot be used: ${problem}`, options);
    this.redis = redis;
  }
}

export type RedisError = RedisUnusableError;
