/**
 * What runs inside the sandbox before the program: gives it its functions, takes away clock and chance, and carries
 * values across as JSON text.
 *
 * Everything after the program's first statement is hostile: it may have replaced `JSON`, poisoned prototypes or
 * returned Proxies. So this code captures what it needs first, hands over only primitives, builds JSON only from
 * strings and numbers, never reads a property that the program could have put on a prototype, and reads each property
 * of the program's values once.
 */
export const PRELUDE = `
(function (callHost, limitsText) {
  "use strict";
  const { parse, stringify } = JSON;
  const { isArray } = Array;
  const { apply, ownKeys } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const { get: mapGet, set: mapSet, delete: mapDelete } = WeakMap.prototype;
  const { slice } = String.prototype;
  const { floor, imul } = Math;
  const { isFinite } = Number;
  const toText = String;
  const PlainError = Error;
  const limits = parse(limitsText);
  const chunkIds = new WeakMap();
  const documentIds = new WeakMap();
  const refusals = new WeakMap();

  const complaints = new WeakMap();

  const fail = (message) => {
    const error = new PlainError(message);
    apply(mapSet, complaints, [error, message]);
    throw error;
  };
  const refuse = (fault, message) => {
    const refusal = { __proto__: null };
    apply(mapSet, refusals, [refusal, '{"kind":"refused","fault":' + stringify(fault) + ',"message":' + stringify(message) + "}"]);
    throw refusal;
  };
  const kindOf = (value) => value === null ? "null" : isArray(value) ? "an array" : typeof value;
  const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";
  const ask = (name, argument) => {
    const reply = parse(callHost(name, argument));
    if (reply.error !== null) fail(reply.error);
    return reply.value;
  };
  const clip = (text, length) => text.length > length ? apply(slice, text, [0, length]) : text;

  // --- values that the program gets -------------------------------------------------------------------------
  const lazyText = (ids, call) => ({
    __proto__: null,
    enumerable: true,
    configurable: true,
    get() {
      const id = isObject(this) ? apply(mapGet, ids, [this]) : undefined;
      return typeof id === "string" ? call(id) : undefined;
    },
    set(value) {
      apply(mapDelete, ids, [this]);
      defineProperty(this, "text", { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    },
  });
  const chunkText = lazyText(chunkIds, (id) => ask("chunkText", stringify(id)));
  let lastRead = { __proto__: null, id: "", text: "" };
  const documentText = lazyText(documentIds, (id) => {
    if (lastRead.id !== id) {
      lastRead = { __proto__: null, id: "", text: "" };
      lastRead = { __proto__: null, id, text: ask("documentText", stringify(id)) };
    }
    return lastRead.text;
  });
  const dress = (list, ids, text) => {
    for (let index = 0; index < list.length; index += 1) {
      apply(mapSet, ids, [list[index], list[index].id]);
      defineProperty(list[index], "text", text);
    }
    return list;
  };
  const reports = (text) => {
    const list = parse(text);
    for (let index = 0; index < list.length; index += 1) {
      const { answer, citation, explanation } = list[index];
      const value = { answer, citation, explanation };
      defineProperty(list[index], "output", { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    }
    return list;
  };

  // --- values that the program gives ------------------------------------------------------------------------
  const encodeDocument = (given) => {
    const known = isObject(given) ? apply(mapGet, documentIds, [given]) : undefined;
    const named = known === undefined && isObject(given) ? given.id : undefined;
    const id = typeof known === "string" ? known : typeof named === "string" ? named : given;
    if (typeof id !== "string") fail("The first argument must be a document of context, not " + kindOf(given) + ".");
    return stringify(id);
  };
  const encodeChunk = (given, what) => {
    if (typeof given === "string") return '{"text":' + encodeText(given, what, limits.chunkCharacters) + "}";
    if (!isObject(given)) fail(what + " must be a chunk, a chunk's id or a text, not " + kindOf(given) + ".");
    const known = apply(mapGet, chunkIds, [given]);
    if (typeof known === "string") return '{"id":' + stringify(known) + "}";
    const id = given.id;
    const text = given.text;
    if (typeof text === "string") {
      const hint = typeof id === "string" && id.length <= 500 ? ',"id":' + stringify(id) : "";
      return '{"text":' + encodeText(text, what, limits.chunkCharacters) + hint + "}";
    }
    if (typeof id !== "string") fail(what + " must be a chunk, a chunk's id or a text, not an object without text.");
    return '{"id":' + encodeText(id, what, 500) + "}";
  };
  const encodeText = (text, what, length) => {
    if (text.length > length) fail(what + " is " + text.length + " characters long; at most " + length + " are allowed.");
    return stringify(text);
  };
  const encodeNumber = (value, what) => {
    if (typeof value !== "number" || !isFinite(value)) fail(what + " must be a number, not " + kindOf(value) + ".");
    return toText(value);
  };
  const lengthOf = (list, what, most) => {
    if (!isArray(list)) fail(what + " must be an array, not " + kindOf(list) + ".");
    const length = list.length;
    if (typeof length !== "number" || !(length >= 0)) fail(what + " must be an array.");
    if (length > most) fail(what + " has " + length + " entries; at most " + most + " are allowed.");
    return length;
  };
  const encodeList = (list, what, most, encode) => {
    const length = lengthOf(list, what, most);
    let text = "[";
    for (let index = 0; index < length; index += 1) {
      text += (index > 0 ? "," : "") + encode(list[index], what + "[" + index + "]");
    }
    return text + "]";
  };
  const encodeKeywords = (given) => {
    if (typeof given === "string") return "[[" + encodeText(given, "keywords", limits.queryCharacters) + ",1]]";
    const pair = (word, what, weight) => {
      if (typeof word !== "string") fail(what + " must be a string, not " + kindOf(word) + ".");
      return "[" + encodeText(word, what, limits.queryCharacters) + "," + encodeNumber(weight, "The weight of " + what) + "]";
    };
    if (isArray(given)) return encodeList(given, "keywords", limits.keywords, (word, what) => pair(word, what, 1));
    if (!isObject(given)) fail("keywords must be an object of keyword to weight, not " + kindOf(given) + ".");
    const words = ownKeys(given);
    if (words.length > limits.keywords) fail("keywords has " + words.length + " entries; at most " + limits.keywords + " are allowed.");
    let text = "[";
    for (let index = 0; index < words.length; index += 1) {
      text += (index > 0 ? "," : "") + pair(words[index], "a keyword", given[words[index]]);
    }
    return text + "]";
  };
  const encodeQueries = (given) =>
    typeof given === "string"
      ? "[" + encodeText(given, "queries", limits.queryCharacters) + "]"
      : encodeList(given, "queries", limits.queries, (query, what) => {
          if (typeof query !== "string") fail(what + " must be a string, not " + kindOf(query) + ".");
          return encodeText(query, what, limits.queryCharacters);
        });

  // --- the functions ----------------------------------------------------------------------------------------
  const settings = (strategy, second, third) => {
    let text = "";
    const add = (name, value) => {
      if (value !== undefined && value !== null) text += "," + stringify(name) + ":" + encodeNumber(value, name);
    };
    const first = strategy === "chunk_by_page" ? "pagesPerChunk" : "size";
    if (!isObject(second)) {
      add(first, second);
      if (strategy === "chunk_by_section") add("overlap", third);
      return text;
    }
    add("size", second.size ?? second.chunkSize ?? second.chunk_size ?? second.maxSize ?? second.max_chunk_size);
    add("overlap", second.overlap);
    add("pagesPerChunk", second.pagesPerChunk ?? second.pages_per_chunk);
    return text;
  };
  const chunker = (strategy) => (documents, second, third) => {
    const options = settings(strategy, second, third);
    const list = isArray(documents) ? encodeList(documents, "documents", 10000, encodeDocument) : "[" + encodeDocument(documents) + "]";
    return dress(ask("chunk", '{"strategy":' + stringify(strategy) + ',"documents":' + list + options + "}"), chunkIds, chunkText);
  };
  const retriever = (method) => (chunks, wanted, topK) => {
    const list = encodeList(chunks, "chunks", limits.chunks, encodeChunk);
    const query = method === "bm25" ? '"keywords":' + encodeKeywords(wanted) : '"queries":' + encodeQueries(wanted);
    const most = topK === undefined ? "20" : encodeNumber(topK, "topK");
    const chosen = ask("retrieve", '{"method":' + stringify(method) + ',"chunks":' + list + "," + query + ',"topK":' + most + "}");
    for (let index = 0; index < chosen.length; index += 1) {
      const value = chunks[chosen[index]];
      defineProperty(chosen, index, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
    }
    return chosen;
  };
  const give = (names, value) => {
    for (let index = 0; index < names.length; index += 1) {
      defineProperty(globalThis, names[index], { __proto__: null, value, writable: true, enumerable: false, configurable: true });
    }
  };
  give(["chunk"], chunker(limits.chunking));
  give(["chunkBySection", "chunk_by_section"], chunker("chunk_by_section"));
  give(["chunkByPage", "chunk_by_page"], chunker("chunk_by_page"));
  give(["chunkByParagraph", "chunk_by_paragraph"], chunker("chunk_by_paragraph"));
  give(["chunkByCode", "chunk_by_code"], chunker("chunk_by_code"));
  give(["chunkByFunctionAndClass", "chunk_by_function_and_class"], chunker("chunk_by_function_and_class"));
  give(["retrieveBm25", "retrieve_bm25"], retriever("bm25"));
  give(["retrieveByEmbedding", "retrieve_by_embedding"], retriever("embedding"));
  give(["retrieveMultimodal", "retrieve_multimodal"], retriever("multimodal-embedding"));
  give(["JobManifest"], function JobManifest(fields) { return fields; });
  const silent = () => undefined;
  give(["console"], { log: silent, info: silent, warn: silent, error: silent, debug: silent, trace: silent });
  give(["module"], { exports: {} });
  give(["exports"], globalThis.module.exports);

  // --- no clock, no chance, no shared memory ----------------------------------------------------------------
  const removed = ["Date", "performance", "SharedArrayBuffer", "Atomics", "WeakRef", "FinalizationRegistry"];
  for (let index = 0; index < removed.length; index += 1) delete globalThis[removed[index]];
  let seed = 0x9e3779b9;
  Math.random = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };

  // --- running the program ----------------------------------------------------------------------------------
  const describe = (thrown) => {
    const own = isObject(thrown) ? apply(mapGet, refusals, [thrown]) : undefined;
    if (own !== undefined) return own;
    try {
      if (!isObject(thrown)) return '{"kind":"threw","name":"","message":' + stringify(clip(toText(thrown), 1000)) + ',"stack":""}';
      const { name, message, stack } = thrown;
      const field = (value, length) => stringify(typeof value === "string" ? clip(value, length) : "");
      return '{"kind":"threw","name":' + field(name, 100) + ',"message":' + field(message, 1000) + ',"stack":' + field(stack, 1000) + "}";
    } catch {
      return '{"kind":"threw","name":"","message":"an error that cannot be read","stack":""}';
    }
  };
  const encodeJobs = (jobs) => {
    const shape = "prepareJobs must return an array of { chunk, task, advice }; ";
    if (!isArray(jobs)) refuse("bad-output", shape + "it returned " + kindOf(jobs) + ".");
    const count = jobs.length;
    if (typeof count !== "number" || !(count >= 0) || !isFinite(count)) refuse("bad-output", shape + "its length is no number.");
    if (count > limits.maxJobs) return '{"kind":"too-many","count":' + toText(floor(count)) + "}";
    let text = "";
    for (let index = 0; index < count; index += 1) text += (index > 0 ? "," : "") + encodeJob(jobs[index], "Job " + index);
    return '{"kind":"jobs","jobs":[' + text + "]}";
  };
  const encodeJob = (job, what) => {
    if (!isObject(job)) refuse("bad-output", what + " must be { chunk, task, advice }, not " + kindOf(job) + ".");
    const { chunk, task, advice } = job;
    if (typeof task !== "string" || task === "") refuse("bad-output", what + ": task must be a non-empty string, not " + kindOf(task) + ".");
    const hint = advice === undefined || advice === null ? "" : advice;
    if (typeof hint !== "string") refuse("bad-output", what + ": advice must be a string, not " + kindOf(hint) + ".");
    const bounded = (value, name, length) => value.length > length
      ? refuse("bad-output", what + ": " + name + " is " + value.length + " characters long; at most " + length + " are allowed.")
      : stringify(value);
    const encoded = encodeWhole(chunk, what);
    return '{"chunk":' + encoded + ',"task":' + bounded(task, "task", limits.taskCharacters) +
      ',"advice":' + bounded(hint, "advice", limits.adviceCharacters) + "}";
  };
  const encodeWhole = (chunk, what) => {
    try {
      return encodeChunk(chunk, what + ": chunk");
    } catch (thrown) {
      const complaint = isObject(thrown) ? apply(mapGet, complaints, [thrown]) : undefined;
      if (complaint !== undefined) refuse("bad-output", complaint);
      throw thrown;
    }
  };
  const encodeOutput = (output) => {
    if (typeof output !== "string") refuse("bad-output", "transformOutputs must return one string; it returned " + kindOf(output) + ".");
    if (output.length > limits.outputCharacters) {
      refuse("bad-output", "transformOutputs returned " + output.length + " characters; at most " + limits.outputCharacters + " are allowed.");
    }
    return '{"kind":"text","text":' + stringify(output) + "}";
  };

  let verdict = "";
  const run = async (program, encode, first, second) => {
    try {
      verdict = encode(await program(first, second));
    } catch (thrown) {
      verdict = describe(thrown);
    }
  };
  return {
    __proto__: null,
    describe,
    prepare: (program, documents, previous) => void run(program, encodeJobs, dress(parse(documents), documentIds, documentText), reports(previous)),
    transform: (program, jobs) => void run(program, encodeOutput, reports(jobs)),
    verdict: () => verdict,
  };
})
`;
