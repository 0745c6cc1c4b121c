import type { SourceImage } from "../document.ts";
import type { JobManifest } from "../workbench-port.ts";

/** Adds one job for each task on each picture, as far as the limit of jobs allows: pictures cannot be cut into chunks. */
export function withImageJobs(
  manifests: readonly JobManifest[],
  images: readonly SourceImage[],
  question: string,
  maxJobs: number,
): readonly JobManifest[] {
  if (images.length === 0) return manifests;
  const byTask = new Map(manifests.map((manifest) => [manifest.task, manifest]));
  const tasks = byTask.size > 0 ? [...byTask.values()] : [{ task: question, advice: "", taskId: 0 }];
  const firstChunkId = manifests.reduce((highest, { chunkId }) => Math.max(highest, chunkId + 1), 0);
  const jobs = tasks.flatMap(({ task, advice, taskId }) =>
    images.map((image, index) => ({
      ...{ task, advice, taskId, image },
      chunkId: firstChunkId + index,
      chunk: { id: image.id, location: undefined, text: `The picture "${image.name}".` },
    })),
  );
  const room = Math.max(0, maxJobs - manifests.length);
  const added = jobs.slice(0, room).map((job, index) => ({ ...job, jobId: manifests.length + index }));
  return [...manifests, ...added];
}
