/**
 * The part of node-llama-cpp that this room uses, written down so that types check where the optional package is not
 * installed. Names are the package's own.
 */
export interface LlamaBinding {
  getLlama(options: {
    gpu: GpuChoice;
    build: "never";
    skipDownload: true;
    progressLogs: false;
    logLevel: "error";
    logger: (level: string, message: string) => void;
    maxThreads: number;
  }): Promise<Llama>;
  resolveChatWrapper(model: LlamaModel): ChatWrapper;
  readonly LlamaChat: new (options: {
    contextSequence: LlamaSequence;
    chatWrapper: ChatWrapper;
  }) => LlamaChat;
}

/** Where the model's layers are computed; `"auto"` takes a GPU where the installed binaries find one. */
export type GpuChoice = "auto" | "metal" | "cuda" | "vulkan" | false;

export interface Llama {
  loadModel(options: { modelPath: string; loadSignal: AbortSignal }): Promise<LlamaModel>;
  createGrammarForJsonSchema(schema: object): Promise<LlamaGrammar>;
  getGrammarFor(type: "json"): Promise<LlamaGrammar>;
  dispose(): Promise<void>;
}

/** Opaque: made by {@link Llama}, handed to {@link LlamaChat}. */
export type LlamaGrammar = object;

/** Opaque token id. */
export type Token = number;

/** Opaque: turns text into tokens. */
export type Tokenizer = object;

export interface LlamaModel {
  readonly trainContextSize: number;
  readonly tokenizer: Tokenizer;
  readonly fileInsights: { readonly hasEncoder: boolean; readonly hasDecoder: boolean };
  createContext(options: {
    contextSize: number;
    sequences: number;
    threads: number;
    createSignal: AbortSignal;
  }): Promise<LlamaContext>;
  createEmbeddingContext(options: {
    contextSize: number;
    threads: number;
    createSignal: AbortSignal;
  }): Promise<LlamaEmbeddingContext>;
  dispose(): Promise<void>;
}

export interface LlamaContext {
  readonly contextSize: number;
  getSequence(options: { contextShift: ContextShift; checkpoints: { max: number } }): LlamaSequence;
  dispose(): Promise<void>;
}

export interface ContextShift {
  readonly size: number;
  readonly strategy: () => never;
}

export interface TokenMeterState {
  readonly usedInputTokens: number;
  readonly usedOutputTokens: number;
}

export interface LlamaSequence {
  readonly contextSize: number;
  readonly nextTokenIndex: number;
  readonly tokenMeter: { getState(): TokenMeterState };
  adaptStateToTokens(tokens: Token[], allowShift: boolean): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: Token[]): Promise<void>;
  clearHistory(): Promise<void>;
}

export interface LlamaEmbeddingContext {
  calculateInputLength(text: string): number;
  getEmbeddingFor(text: string): Promise<{ readonly vector: readonly number[] }>;
  dispose(): Promise<void>;
}

export type ChatHistoryItem =
  | { type: "system"; text: string }
  | { type: "user"; text: string }
  | { type: "model"; response: string[] };

export interface ChatWrapper {
  generateContextState(options: { chatHistory: readonly ChatHistoryItem[] }): {
    readonly contextText: { tokenize(tokenizer: Tokenizer): Token[] };
  };
}

export interface LlamaChat {
  generateResponse(
    history: ChatHistoryItem[],
    options: {
      signal: AbortSignal;
      maxTokens: number;
      temperature: number;
      topK: number;
      topP: number;
      minP: number;
      seed?: number;
      repeatPenalty: false;
      grammar?: LlamaGrammar;
      budgets: { thoughtTokens: number };
      contextShift: ContextShift;
      onTextChunk?: (text: string) => void;
    },
  ): Promise<{ readonly response: string; readonly metadata: { readonly stopReason: string } }>;
  dispose(options: { disposeSequence: false }): void;
}
