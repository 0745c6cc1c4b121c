import { type ZodType, z } from "zod";
import type { Llama, LlamaGrammar } from "../native/binding.ts";
import { toGrammarSchema } from "./grammar-schema.ts";

/** Grammars by schema: making one costs milliseconds, and a run asks for the same few again and again. */
export class ReplyGrammars {
  readonly #llama: Llama;
  readonly #made = new WeakMap<ZodType, Promise<LlamaGrammar>>();

  constructor(llama: Llama) {
    this.#llama = llama;
  }

  /** The grammar that lets through nothing but JSON of the schema's shape, or any JSON where a grammar cannot say it. */
  for(schema: ZodType): Promise<LlamaGrammar> {
    const known = this.#made.get(schema);
    if (known !== undefined) return known;
    const made = this.#make(schema);
    this.#made.set(schema, made);
    return made;
  }

  async #make(schema: ZodType): Promise<LlamaGrammar> {
    const shape = toGrammarSchema(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
    if (shape === undefined) return this.#llama.getGrammarFor("json");
    return this.#llama.createGrammarForJsonSchema(shape).catch(() => this.#llama.getGrammarFor("json"));
  }
}
