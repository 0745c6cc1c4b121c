import type { LegacyRestTransportHandler } from "@a2a-js/sdk/compat/v0_3/server";

type Handler = LegacyRestTransportHandler;
type Yielded<Stream> = Stream extends AsyncGenerator<infer Event, unknown, unknown> ? Event : never;

/** The types of A2A 0.3, by way of the SDK's bridge, which does not export them under their names. */
export type LegacySendParams = Parameters<Handler["sendMessage"]>[0];
export type LegacyMessage = LegacySendParams["message"];
export type LegacyPart = LegacyMessage["parts"][number];
export type LegacySendConfiguration = NonNullable<LegacySendParams["configuration"]>;
export type LegacyPushConfig = NonNullable<LegacySendConfiguration["pushNotificationConfig"]>;
export type LegacyTaskPushConfig = Parameters<Handler["setTaskPushNotificationConfig"]>[0];
export type LegacyTask = Awaited<ReturnType<Handler["getTask"]>>;
export type LegacyTaskStatus = LegacyTask["status"];
export type LegacyArtifact = NonNullable<LegacyTask["artifacts"]>[number];
export type LegacyStreamEvent = Yielded<Awaited<ReturnType<Handler["sendMessageStream"]>>>;
export type LegacyCard = Awaited<ReturnType<Handler["getAuthenticatedExtendedAgentCard"]>>;
