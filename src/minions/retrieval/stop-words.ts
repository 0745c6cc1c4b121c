/** English words that a question is built with and that say nothing of what it asks for. Lower case, unstemmed. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a about above after again all also am an and any are as at be because been before being below between both but " +
    "by can could did do does doing down during each few for from further give given had has have having he her here " +
    "hers him his how i if in into is it its itself just let me more most my no nor not of off on once only or other " +
    "our out over own please same she should so some such tell than that the their them then there these they this " +
    "those through to too under until up upon us very was we were what when where which while who whom whose why " +
    "will with would you your"
  ).split(" "),
);
