import type { OpenChannel } from "#engine";
import { closeClient, type RedisConnection } from "./open-redis.ts";

/**
 * Opens channels as Redis has them: what is sent goes over the connection that all share, and what is heard comes over one
 * of its own, which does nothing else and is not made again once it is broken.
 */
export function redisChannels({ client, channelPrefix }: RedisConnection): OpenChannel {
  return async (name, heard) => {
    const channel = `${channelPrefix}${name}`;
    // Subscribing is one command, and hearing nothing after it is nothing out of the ordinary.
    const ears = client.duplicate({ retryStrategy: null });
    const broken = Promise.withResolvers<void>();
    ears.on("error", () => undefined);
    ears.on("close", () => broken.resolve());
    ears.on("message", (_channel, payload) => heard(payload));
    const close = async (): Promise<void> => {
      broken.resolve();
      await closeClient(ears);
    };
    try {
      await ears.connect();
      await ears.subscribe(channel);
    } catch (error) {
      await close();
      throw error;
    }
    return {
      broken: broken.promise,
      async send(payload) {
        try {
          await client.publish(channel, payload);
        } catch (error) {
          broken.resolve();
          throw error;
        }
      },
      [Symbol.asyncDispose]: close,
    };
  };
}
