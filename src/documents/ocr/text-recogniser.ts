import { copyFile, mkdtempDisposable } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

/** Reads text from pictures. Dispose it to end Tesseract's own thread. */
export interface TextRecogniser extends AsyncDisposable {
  /** `image` is a PNG, JPEG, GIF or WebP file. */
  recognise(image: Uint8Array): Promise<string>;
}

/** OCR is optional: what it needs is installed by those who want it. */
export type RecogniserStart =
  | { readonly kind: "ready"; readonly recogniser: TextRecogniser }
  | { readonly kind: "missing"; readonly detail: string };

/** `language` holds Tesseract's codes, for example "eng+deu". `forPages` asks for what drawing PDF pages needs, too. */
export async function startRecogniser(language: string, forPages: boolean): Promise<RecogniserStart> {
  const codes = [...new Set(language.split("+"))];
  const wrong = codes.find((code) => !/^[a-z]{3}(?:_[a-z]+)*$/i.test(code));
  if (wrong !== undefined)
    return {
      kind: "missing",
      detail: `OCR knows no language ${JSON.stringify(wrong)}; an example is "eng".`,
    };
  const files = codes.map(dataFileOf);
  const absent = [
    ...(isInstalled("tesseract.js") ? [] : ["tesseract.js@^7"]),
    ...codes.filter((_, index) => files[index] === undefined).map((code) => `@tesseract.js-data/${code}`),
    ...(!forPages || isInstalled("@napi-rs/canvas") ? [] : ["@napi-rs/canvas@^1"]),
    ...(!forPages || isInstalled("pdfjs-dist") ? [] : ["pdfjs-dist@~6.1.200"]),
  ];
  if (absent.length > 0) {
    return {
      kind: "missing",
      detail: `OCR needs packages that are not installed. Run: npm i ${absent.join(" ")}`,
    };
  }
  await using folder = await gather(files.filter((file) => file !== undefined));
  return { kind: "ready", recogniser: await createRecogniser(codes.join("+"), folder.path) };
}

async function createRecogniser(languages: string, langPath: string): Promise<TextRecogniser> {
  const { createWorker } = await import("tesseract.js");
  const failed = Promise.withResolvers<never>();
  // It reports a failed start here alone; its own promise would never settle.
  const errorHandler = (error: unknown): void =>
    failed.reject(new Error("Tesseract failed.", { cause: error }));
  const starting = createWorker(languages, undefined, { langPath, cacheMethod: "none", errorHandler });
  const worker = await Promise.race([starting, failed.promise]);
  failed.promise.catch(() => undefined); // Later failures come with the call that they belong to, too.
  // Keeps the columns of a table apart.
  await worker.setParameters({ preserve_interword_spaces: "1" });
  return {
    recognise: async (image) => (await worker.recognize(Buffer.from(image))).data.text.trim(),
    [Symbol.asyncDispose]: async () => {
      await worker.terminate();
    },
  };
}

/** The language's data in its package. The code has been checked: it holds letters and "_" only. */
function dataFileOf(code: string): string | undefined {
  try {
    const root = dirname(createRequire(import.meta.url).resolve(`@tesseract.js-data/${code}/package.json`));
    return join(root, "4.0.0_best_int", `${code}.traineddata.gz`);
  } catch {
    return undefined;
  }
}

/** Tesseract takes all its languages from one folder, yet each comes in a package of its own. */
async function gather(files: readonly string[]): Promise<AsyncDisposable & { readonly path: string }> {
  const [first] = files;
  if (files.length === 1 && first !== undefined)
    return { path: dirname(first), [Symbol.asyncDispose]: async () => undefined };
  const folder = await mkdtempDisposable(join(tmpdir(), "ocr-languages-"));
  await Promise.all(files.map((file) => copyFile(file, join(folder.path, basename(file)))));
  return { path: folder.path, [Symbol.asyncDispose]: () => folder.remove() };
}

/** True when an optional package is there, without loading it. */
export function isInstalled(name: string): boolean {
  try {
    import.meta.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}
