import type { LanguageModelMiddleware } from "ai";

/** Keeps the AI SDK from writing its warnings (a seed that Anthropic does not take, and the like) to the user's console. */
export const quietMiddleware: LanguageModelMiddleware = {
  specificationVersion: "v4",
  wrapGenerate: async ({ doGenerate }) => ({ ...(await doGenerate()), warnings: [] }),
  wrapStream: async ({ doStream }) => {
    const { stream, ...rest } = await doStream();
    const silenced = stream.pipeThrough(
      new TransformStream<StreamPartOf<typeof stream>, StreamPartOf<typeof stream>>({
        transform: (part, controller) =>
          controller.enqueue(part.type === "stream-start" ? { ...part, warnings: [] } : part),
      }),
    );
    return { stream: silenced, ...rest };
  },
};

type StreamPartOf<Stream> = Stream extends ReadableStream<infer Part> ? Part : never;
