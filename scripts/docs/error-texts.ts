import type { AnyErrorCode } from "../../src/cli/exit-codes.ts";

interface ErrorText {
  readonly meaning: string;
  readonly remedy: string;
}

/** What an error code means and what to do; in the order of the page. A code that is missing here does not compile. */
export const ERROR_TEXTS = {
  "invalid-usage": {
    meaning: "The command line is wrong: an unknown option or command, or no question.",
    remedy: "See `a2a-minions --help`, or the help of the command.",
  },
  "invalid-configuration": {
    meaning:
      "Flags, environment or file hold values that cannot be used. All faults are listed, each with its source.",
    remedy:
      "Correct each at the source that is named; [configuration](configuration.md) has what is allowed.",
  },
  "configuration-file-unreadable": {
    meaning: "The configuration file is missing, cannot be read, or is no JSON.",
    remedy: "Check the path given to `--config`, the file's permissions and its syntax.",
  },
  "invalid-metadata": {
    meaning: "Options of a single request are out of range or unknown. Each is listed with its limit.",
    remedy: "Send values within the limits.",
  },
  "egress-forbidden": {
    meaning:
      "The egress policy does not let the run use a model, leave out privacy mode, or let anything leave.",
    remedy: "Leave out the option that is named, or have the operator change the policy (`egress`).",
  },
  "egress-approval-needed": {
    meaning: "Something is about to leave that the owner has to approve first, and nobody is there to ask.",
    remedy:
      "Ask in a terminal, where you can approve. For a task at a server: `a2a-minions tasks approve ID` or `tasks reject ID`.",
  },
  "approval-awaited": {
    meaning: "The task at the server waits for its owner to approve what would leave.",
    remedy: "`a2a-minions tasks get ID` shows it; `tasks approve ID` or `tasks reject ID` decides.",
  },
  "egress-rejected": {
    meaning:
      "The owner of the task rejected what was to leave. What was found at home until then is kept with the task.",
    remedy: "Ask again with `local_only`, or approve.",
  },
  "request-forbidden": {
    meaning:
      "A policy of the server does not let this caller ask for it; the field and the reason are named.",
    remedy: "Leave the option out, or ask the operator.",
  },
  "price-table-invalid": {
    meaning: "The price table named by `prices.file` cannot be read or has another form.",
    remedy: "Give it the form of the package's `data/prices.json`.",
  },
  "question-empty": { meaning: "The question has no text.", remedy: "Say what you want to know." },
  "document-required": {
    meaning: "The worker can do nothing without a document, as is so with the embedded engine.",
    remedy: "Name at least one document, or a real model for the local side.",
  },
  "documents-refused": {
    meaning:
      "Documents cannot be used: scanned, encrypted, corrupt, empty, unsupported, too large, or too slow to read. All are listed.",
    remedy: "Do as the message says for each, or go on without them by `--skip-unreadable`.",
  },
  "file-not-found": {
    meaning: "A named file does not exist.",
    remedy: "Check the path; the question goes last.",
  },
  "not-a-file": {
    meaning: "A folder or a special file was named as a document.",
    remedy: "Name the files in it, for example `folder/*.pdf`.",
  },
  "file-unreadable": {
    meaning: "The system does not let the file be read.",
    remedy: "Check its permissions.",
  },
  "not-a-folder": {
    meaning: "A file was named where a folder is meant.",
    remedy: "Name the folder that holds the documents.",
  },
  "document-missing": {
    meaning: "A question set names a document that is not in the folder.",
    remedy: "Put the file there, under the name that the set gives it.",
  },
  "question-line-invalid": {
    meaning: "A line of a question set cannot be read.",
    remedy: "Correct the line and the field that the message names.",
  },
  "question-set-empty": {
    meaning: "A question set holds no question.",
    remedy: "Write one JSON object on each line.",
  },
  "history-invalid": {
    meaning: "The file given to `--history` is no list of turns.",
    remedy: 'Write a JSON array of `{"role": "user" or "agent", "text": "…"}`, oldest first.',
  },
  "images-unsupported": {
    meaning: "Images were given and the worker sees none.",
    remedy: "Name a local model that sees images, or turn on OCR with `--ocr`.",
  },
  "extractor-closed": {
    meaning: "A program asked for a document to be read after closing the reader.",
    remedy: "Create a new runtime.",
  },
  "document-worker-failed": {
    meaning: "A thread that reads documents failed for a reason that is not in the document.",
    remedy: "Try again; if it happens again, check memory and the installation.",
  },
  "unknown-provider": {
    meaning: "A model names a provider that is neither built in nor configured as an endpoint.",
    remedy: "`a2a-minions providers` lists those that there are.",
  },
  "model-reference-malformed": {
    meaning: "A model is not written as `provider/model`.",
    remedy: "Write for example `ollama/llama3.2`; a fall-back chain has commas between.",
  },
  "api-key-missing": {
    meaning: "The provider needs a key and none is set.",
    remedy: "Set the variable that the message names, or the setting in the configuration file.",
  },
  "api-key-rejected": {
    meaning: "The provider does not accept the key.",
    remedy: "Check that it is complete, in force, and of this provider.",
  },
  "base-url-invalid": {
    meaning: "The provider's address is missing or is no http(s) address.",
    remedy: "Set the variable or the setting that the message names.",
  },
  "provider-unavailable": {
    meaning: "The provider is known and not part of this program.",
    remedy: "Use another provider.",
  },
  "model-not-found": {
    meaning: "The provider does not have the model. Nothing is ever pulled by a request.",
    remedy: "Run the command that the message names, or check the model's name.",
  },
  "embedding-unsupported": {
    meaning: "Retrieval by embeddings was asked of a provider that has none for this kind of input.",
    remedy: "Set `providers.<name>.embeddingModel`, or use `bm25`.",
  },
  "embedded-has-no-embeddings": {
    meaning: "Retrieval by embeddings was asked of the embedded engine.",
    remedy: "Use `bm25`, or a local model that embeds.",
  },
  "optional-package-missing": {
    meaning: "A GGUF file was named as a model, and the optional package that runs it is not installed.",
    remedy: "Run the command that the message names.",
  },
  "model-file-unreadable": {
    meaning: "The file named as a model is missing, no GGUF file, or damaged.",
    remedy: "Name a whole GGUF file: `llama-cpp/path/to/model.gguf`.",
  },
  "model-start-failed": {
    meaning: "A GGUF file does not run on this machine with these settings, most often for want of memory.",
    remedy: "Lower `llamaCpp.contextTokens` or `llamaCpp.parallel`, or take a smaller model.",
  },
  "in-process-inference-failed": {
    meaning: "llama.cpp failed inside this process in the middle of a call.",
    remedy: "Try again; report it with the model's name if it stays.",
  },
  "provider-unreachable": {
    meaning: "Nobody answers at the provider's address.",
    remedy: "Start the server with the command that the message names, or check address and network.",
  },
  "provider-rejected": {
    meaning: "The provider refused the request; sending it again would not help.",
    remedy: "The message holds the provider's reason.",
  },
  "provider-rate-limited": {
    meaning: "The provider limits the rate and went on doing so through all retries.",
    remedy: "Wait, lower `providers.<name>.maxConcurrency`, or name a fall-back model.",
  },
  "provider-failed": {
    meaning: "The provider failed on its own side through all retries.",
    remedy: "Try later, or name a fall-back model.",
  },
  "provider-reply-malformed": {
    meaning: "The provider's answer is not what its API promises.",
    remedy: "Check that the address is that of the API, and try again.",
  },
  "context-window-exceeded": {
    meaning: "A prompt does not fit the model's window. Nothing is cut silently.",
    remedy: "Use `minions_query`, smaller chunks, or a model with a larger window.",
  },
  "fallback-exhausted": {
    meaning: "Every model of a fall-back chain failed.",
    remedy: "The message lists each model with its failure.",
  },
  "model-timed-out": {
    meaning: "A single call to a model passed one of its time limits.",
    remedy: "Raise `providers.<name>.timeouts`, or use a faster model.",
  },
  "decomposition-failed": {
    meaning: "The supervisor gave no usable code, and the plan as fall-back was ruled out.",
    remedy: "Use `--decomposition auto` or `plan`, or another remote model.",
  },
  "invalid-chunking": {
    meaning: "Chunks of an impossible size or overlap were asked for.",
    remedy: "Keep the overlap smaller than the size.",
  },
  "invalid-retrieval": {
    meaning: "Retrieval was asked for with settings that make no sense.",
    remedy: "Correct the setting that the message names.",
  },
  "vector-dimension-mismatch": {
    meaning: "Embeddings of different lengths came back for one question.",
    remedy: "Use one embedding model for all texts.",
  },
  "program-call-refused": {
    meaning: "The supervisor's program called one of its functions with arguments that make no sense.",
    remedy: "None is needed: the supervisor is told and asked again.",
  },
  "workbench-failed": {
    meaning: "The sandbox that runs decompositions failed.",
    remedy: "Ask again; if it happens again, check memory and the installation.",
  },
  "grammar-unavailable": {
    meaning: "The grammar of a programming language cannot be loaded.",
    remedy: "Check the installation, or use another chunking strategy.",
  },
  "privacy-blocked": {
    meaning: "Privacy mode found personal data in a message that was about to leave, and blocked it.",
    remedy: "Ask without the data, or turn privacy mode off if the data may leave.",
  },
  "privacy-unscannable": {
    meaning: "Privacy mode met something that it cannot look into, such as an image.",
    remedy: "Leave it out, or turn on OCR.",
  },
  "timed-out": { meaning: "The run passed its time limit.", remedy: "Raise `--timeout`." },
  aborted: { meaning: "The run was stopped by Ctrl-C, a signal or the caller.", remedy: "Start it again." },
  "output-unwritable": {
    meaning: "The result cannot be written to the file that was named.",
    remedy: "Name another file, or check the folder.",
  },
  "server-unreachable": {
    meaning: "Nobody answers at the server's address, or the line broke and could not be had again.",
    remedy:
      "Check `--server` and that the server runs. A task that was under way goes on there: `a2a-minions tasks watch ID`.",
  },
  "server-key-rejected": {
    meaning: "The server wants a key and got none, or one that it does not take.",
    remedy:
      "Give a valid one with `--key` or `A2A_MINIONS_KEY`; the operator makes it with `a2a-minions keys create`.",
  },
  "server-refused": {
    meaning: "The server refuses what it was asked, and says why.",
    remedy: "Do as its message says.",
  },
  "server-reply-unreadable": {
    meaning: "What answers at the address does not speak A2A 1.0 as it is understood here.",
    remedy: "Check the address, and that client and server are of fitting versions.",
  },
  "task-failed": {
    meaning: "A task at a server ended without its result; `failure` is the code of what went wrong there.",
    remedy: "Look up that code here. The exit code is that of the same failure on this machine.",
  },
  "input-required": {
    meaning: "The task asks for something, mostly for a document, and waits.",
    remedy: 'Reply with `a2a-minions ask FILE "…" --task ID`, or by a message with the task\'s id.',
  },
  "auth-required": {
    meaning: "`serve --no-auth` or `serve --api-key` was to listen where other machines reach it.",
    remedy:
      "Use keys of `a2a-minions keys create`, or listen at 127.0.0.1; `--insecure-access-from-network` lets everybody in who reaches it.",
  },
  "tls-unusable": {
    meaning:
      "A certificate, key or authority for TLS cannot be read, is none, has expired, or does not fit the other.",
    remedy:
      "Check the file that is named: PEM, readable for the server's user, the key without a passphrase. While a server runs, the old ones stay.",
  },
  "listen-failed": {
    meaning: "The server cannot listen at the address: it is taken, or the user may not.",
    remedy: "Name another with `--host` and `--port`.",
  },
  "key-not-found": {
    meaning: "There is no API key with this id.",
    remedy: "`a2a-minions keys list` shows the ids.",
  },
  "audit-file-unusable": {
    meaning: "The file that should get the audit log cannot be written.",
    remedy: "Check the folder and its permissions, or name another with `--audit-file`.",
  },
  "key-worthless": {
    meaning: "The key was revoked or has expired, so that a new secret would not make it good again.",
    remedy: "Make a new one with `a2a-minions keys create`.",
  },
  "key-file-invalid": {
    meaning:
      "The file for `keys import` holds a line that is no key of `keys export`. Nothing was taken over.",
    remedy: "Export again; lines cannot be edited freely.",
  },
  "document-gone": {
    meaning: "A document of an earlier message is no longer kept.",
    remedy: "Send it again.",
  },
  "url-refused": {
    meaning:
      "A URL that a client named is not fetched: its scheme, host, port or address is not allowed, it holds credentials, or it leads on to another origin.",
    remedy:
      "Name a public https URL without redirects, or send the bytes; the operator allows more with `server.urlParts`.",
  },
  "url-fetch-failed": {
    meaning:
      "A URL that a client named gives no content: an error status, too slow, too large, or no connection.",
    remedy: "Check that it opens without logging in and is not too large, and send the message again.",
  },
  "store-in-use": {
    meaning: "Another process has the data folder open.",
    remedy: "Stop it, or name another folder with `--data`.",
  },
  "store-too-new": {
    meaning: "The data folder was written by a newer version of this program.",
    remedy: "Start that version, or name another folder.",
  },
  "store-corrupt": {
    meaning: "The database is damaged, or it is not one of this program.",
    remedy: "Restore it from a backup, or name another folder.",
  },
  "store-full": {
    meaning: "The disk is full.",
    remedy: "Free some space; nothing that was acknowledged is lost.",
  },
  "store-unavailable": {
    meaning:
      "The database cannot be opened, read or written; or its server cannot be reached, is stopping, or does not answer in time.",
    remedy:
      "Check the folder, its permissions and the disk, or that PostgreSQL runs and what `DATABASE_URL` says. Tasks that run wait for it.",
  },
  "store-not-empty": {
    meaning: "The database that a store is to be copied into holds something already.",
    remedy: "Name an empty one.",
  },
  "store-copy-differs": {
    meaning:
      "A copy is not what was read: something else wrote into it, or its source changed between two tries.",
    remedy: "Empty the copy and run `store copy` again, with no server on it.",
  },
  "store-half-copied": {
    meaning: "A copy into the database was begun and has not been finished.",
    remedy: "Run the same `store copy` again, or name another database.",
  },
  "redis-unusable": {
    meaning:
      "`REDIS_URL` is set and cannot be used as it is: the package ioredis is not installed, the file of certificates cannot be read, or there is no database of that number.",
    remedy: "Do what the message says, or leave `REDIS_URL` out. A Redis that is only away stops nothing.",
  },
  "bucket-client-missing": {
    meaning: "Documents are to be kept in a bucket, and the package for it is not installed.",
    remedy: "Run `npm i @aws-sdk/client-s3@^3`, or take the bucket out of the configuration.",
  },
  "bucket-unavailable": {
    meaning:
      "The bucket of the documents cannot be reached, does not answer in time, or refuses; or documents lie in one and none is configured.",
    remedy:
      "Check that it is there, and what `BUCKET_NAME`, `BUCKET_ENDPOINT` and its credentials say. Tasks that need a document from it wait.",
  },
  "document-damaged": {
    meaning: "What lies in the bucket under a document's name is not what was put there.",
    remedy: "Remove the object, whose name begins with the document's hash, and send the document again.",
  },
  "store-closed": {
    meaning: "The database was closed while something still asked it, as happens while the server stops.",
    remedy: "Try again when the server runs.",
  },
  "task-not-found": {
    meaning: "There is no such task, or it is somebody else's.",
    remedy: "Check the id; tasks are removed some time after they end.",
  },
  "task-ended": {
    meaning: "The task has ended: nothing can be added to it.",
    remedy: "Send a message without its id, in the same context.",
  },
  "task-busy": {
    meaning: "The task is at work and takes no further message.",
    remedy: "Wait until it ends or asks for input.",
  },
  "task-uncancelable": {
    meaning: "The task has ended already and cannot be canceled.",
    remedy: "None is needed.",
  },
  "context-mismatch": {
    meaning: "The message names another context than its task has.",
    remedy: "Leave the context out.",
  },
  "message-conflict": {
    meaning: "The same messageId came before with other content.",
    remedy: "Give every message an id of its own; repeat one only with the same content.",
  },
  "cursor-invalid": {
    meaning: "The page token is not one that this server gave.",
    remedy: "Use `nextPageToken` of the page before, with the same filters.",
  },
  "version-conflict": {
    meaning: "Two changes of one task met; the later one was not made.",
    remedy: "Try again.",
  },
  "server-busy": {
    meaning: "Too much waits already.",
    remedy: "Try again after the seconds that `Retry-After` gives.",
  },
  "too-many-tasks": {
    meaning: "As many tasks of the key, owner or tenant are unfinished as its tier allows.",
    remedy: "Wait until one has ended, answer or cancel one that asks for input, and send the message again.",
  },
  "rate-limited": {
    meaning: "The key, owner or tenant has sent as many requests as its tier allows.",
    remedy:
      "Try again after the seconds that `Retry-After` gives; `RateLimit` tells what is left before it comes to that.",
  },
  "budget-exhausted": {
    meaning:
      "A budget of the task, or of its key, owner or tenant for the day, does not hold the next call. What the task has found so far is in its artifact `findings`.",
    remedy:
      "For the day's budget, send it again after midnight UTC; for the task's, ask for less, or with a larger `max_cost` or `max_remote_tokens` within what the server allows.",
  },
  "price-unknown": {
    meaning: "The cost of the task is limited, and there is no price for a model that it would use.",
    remedy:
      "Name a model with a price. An operator adds one to the table of `prices.file`, or sets `limits.unknownPrice` to `count-tokens`.",
  },
  "logins-limited": {
    meaning: "Credentials from the client's address failed too often. Good ones are taken all the while.",
    remedy: "Correct the credentials, and wait the seconds that `Retry-After` gives.",
  },
  "limit-store-unavailable": {
    meaning: "The store that counts requests does not answer, and nothing is let through uncounted.",
    remedy: "Try again after the seconds that `Retry-After` gives; the operator finds the reason in the log.",
  },
  "shutting-down": {
    meaning: "The server is shutting down.",
    remedy: "Try again in a moment; tasks that were acknowledged go on.",
  },
  "request-invalid": {
    meaning: "The request is not what the method takes; every fault is listed with its field.",
    remedy: "Correct the fields that are named.",
  },
  "media-type-unsupported": {
    meaning: "A part declares a media type that is not read here.",
    remedy: "Send one of the types on the agent card.",
  },
  "operation-unsupported": {
    meaning: "The protocol knows it, and this server does not do it.",
    remedy: "See the message; the agent card tells what it does.",
  },
  "push-unsupported": {
    meaning: "The server sends no push notifications.",
    remedy: "Subscribe to the task, or ask for it from time to time.",
  },
  "extended-card-missing": {
    meaning: "There is no extended agent card.",
    remedy: "Use the public card.",
  },
  "extension-required": {
    meaning: "The server wants the client to know an extension.",
    remedy: "Name it in the `A2A-Extensions` header.",
  },
  "protocol-version-unsupported": {
    meaning: "The version of A2A that was asked for is not spoken here.",
    remedy: "Use one of those that are named.",
  },
  "call-unauthenticated": {
    meaning: "The request shows no credentials that are taken.",
    remedy: "Send a key in `X-API-Key`, or as a bearer token.",
  },
  "client-not-found": {
    meaning: "There is no OAuth2 client with this id.",
    remedy: "`a2a-minions clients list` shows the ids.",
  },
  "client-worthless": {
    meaning: "The OAuth2 client has expired or was revoked, and gets no new secret.",
    remedy: "Register another: `a2a-minions clients register NAME`.",
  },
  "token-key-unusable": {
    meaning: "A key that tokens are signed or checked with cannot be read, is too weak, or is given twice.",
    remedy:
      "Give PEM files of Ed25519, EC P-256 or RSA keys without a passphrase; the first one must be private.",
  },
  "authentication-unavailable": {
    meaning:
      "The credentials cannot be checked at the moment: the issuer of the token, or the store of keys, does not answer.",
    remedy: "Try again after the seconds that `Retry-After` gives; the credentials may be good.",
  },
  "scope-missing": {
    meaning: "The key may not do this.",
    remedy: "Use a key with the scope that is named.",
  },
  "storage-unavailable": {
    meaning: "The server cannot store or read at the moment: its disk is full or fails.",
    remedy: "Try again after the seconds that `Retry-After` gives; the operator finds the reason in the log.",
  },
  "internal-fault": {
    meaning: "Something went wrong inside the server.",
    remedy: "Report it with the log id.",
  },
  "url-too-long": {
    meaning: "A request's address, with its query, is longer than 8 KiB.",
    remedy: "Send what is long in the body; a page token or a filter of this server is never that long.",
  },
  "uploads-full": {
    meaning:
      "Large messages of other clients fill the memory that is meant for them, or those of the same owner half of it.",
    remedy:
      "Send again after `Retry-After`, fewer at a time; `server.maxUploadBytes` is how much comes in at a time.",
  },
  "body-too-large": {
    meaning: "The request's body is larger than the route takes.",
    remedy: "Send less, or raise the limit at the server.",
  },
  "json-invalid": {
    meaning: "The body is not JSON that can be read.",
    remedy: "Correct its syntax.",
  },
  "json-refused": {
    meaning: "The body is JSON of a form that is refused: too deep, or too many values.",
    remedy: "Send it flatter or in parts.",
  },
  "envelope-invalid": {
    meaning: "The body is no JSON-RPC 2.0 request.",
    remedy: "Send `jsonrpc`, `id`, `method` and `params`; batches are not taken.",
  },
  "rpc-method-unknown": {
    meaning: "There is no such JSON-RPC method.",
    remedy: "Use a method of A2A, for example `SendMessage`.",
  },
  "too-many-streams": {
    meaning: "As many streams are open as the server bears.",
    remedy: "Try again later, or ask for the task from time to time.",
  },
  "route-not-found": {
    meaning: "There is nothing at this address.",
    remedy: "Check the path.",
  },
  "method-not-allowed": {
    meaning: "The address does not take this HTTP method.",
    remedy: "Use one of those in `Allow`.",
  },
  "request-unreadable": {
    meaning: "The request is not HTTP that can be read.",
    remedy: "Check address, length and encoding.",
  },
} satisfies Record<AnyErrorCode, ErrorText>;

/** Codes that the engine gives to tasks and that no error of the program has. */
export const TASK_FAILURE_TEXTS: Readonly<Record<string, ErrorText>> = {
  "run-kept-dying": {
    meaning: "The task's run was begun several times and died each time without getting further.",
    remedy:
      "Look for what ends the process, most often memory; send the question again with fewer documents.",
  },
  "input-not-given": {
    meaning: "The task asked for something, such as a document, and nobody answered in time.",
    remedy: "Send the question again, with what it asked for.",
  },
  internal: {
    meaning: "Something went wrong inside the server while the task ran.",
    remedy: "Report it with the log id of the message; the server's log has the cause under it.",
  },
};
