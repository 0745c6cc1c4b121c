// Ends the process by an error that nobody foresaw, with all that such errors carry, and writes Node's own report.
const { CRASH_TEXT: text } = process.env;
delete process.env.CRASH_TEXT;

process.on("SIGUSR2", () => {
  process.report.writeReport("crash-report.json");
  throw Object.assign(new TypeError(text), { requestBodyValues: { text }, cause: new Error(text) });
});
