import {
  DefaultIntrinsics,
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  RELEASE_SYNC,
} from "quickjs-emscripten";

export interface EngineLimits {
  readonly memoryBytes: number;
  readonly stackBytes: number;
}

/** The part of the WebAssembly API used here; the types of Node leave it to those of the browser. */
interface WasmApi {
  readonly Memory: new (size: { readonly initial: number; readonly maximum: number }) => object;
}

const WASM_PAGE = 64 * 1024;
const INITIAL_PAGES = 256;
/** Room beside the program's own memory for texts on their way in and out. */
const TRANSIT_PAGES = 1024;

/**
 * A JavaScript engine that shares nothing with any other: its own WebAssembly instance with its own bounded memory.
 *
 * It is never disposed of but dropped whole. What a hostile program leaves behind (a native stack overflow unwinds
 * through the instance) may be in no state to be taken down in order.
 */
export async function newEngine(limits: EngineLimits, interrupt: () => boolean): Promise<QuickJSContext> {
  const maximum = INITIAL_PAGES + TRANSIT_PAGES + Math.ceil(limits.memoryBytes / WASM_PAGE);
  const silent = (): void => undefined;
  const { Memory } = (globalThis as unknown as { readonly WebAssembly: WasmApi }).WebAssembly;
  const variant = newVariant(RELEASE_SYNC, {
    wasmMemory: () => Promise.resolve(new Memory({ initial: INITIAL_PAGES, maximum })),
    emscriptenModule: { print: silent, printErr: silent } as object,
  });
  const engine = await newQuickJSWASMModuleFromVariant(variant);
  const runtime = engine.newRuntime({
    memoryLimitBytes: limits.memoryBytes,
    maxStackSizeBytes: limits.stackBytes,
    interruptHandler: interrupt,
  });
  return runtime.newContext({ intrinsics: { ...DefaultIntrinsics, Date: false, BigInt: true } });
}
