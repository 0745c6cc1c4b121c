/** The functions that a supervisor's code is given, as its prompt describes them. Short: it is paid in remote tokens. */
export const DECOMPOSITION_API = `context is an array of documents { id, name, mediaType, pages, characters, text }; text is the whole text.
previousJobs and jobs are arrays of { jobId, taskId, chunkId, task, source, answer, citation, explanation }; answer and citation may be null.
A chunk is { id, text, document, documentName, firstPage, lastPage }: document is the document's id, pages count from 1.

Chunkers take one document or an array of them and return an array of chunks:
chunk(docs)                                        the preferred chunking
chunkBySection(docs, { size: 3000, overlap: 20 })  windows of size characters
chunkByPage(docs, { pagesPerChunk: 1 })
chunkByParagraph(docs, { size: 1500 })
chunkByCode(docs, { size })                        top-level units of program text
chunkByFunctionAndClass(docs, { size })            functions and methods, with imports and class header

Retrievers return the best topK chunks in document order; only the one named below as available works:
retrieveBm25(chunks, { "keyword or phrase": weight }, topK)
retrieveByEmbedding(chunks, ["query"], topK)
retrieveMultimodal(chunks, ["query"], topK)

In a job, chunk is a chunk or a text of at most 50000 characters; task and advice are strings of at most 4000. \
All jobs of one task must have exactly the same task string: put what differs between chunks into advice.
transformOutputs must return one string of at most 200000 characters; chunkers and retrievers do not work in it.
Plain JavaScript (ES2023) in a sandbox: no imports, network, files, timers or Date; 5 seconds; 128 MB. Both functions must be in the same program and share no state: each runs afresh.`;
