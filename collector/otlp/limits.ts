/** Longest attribute value in bytes of UTF-8; a longer one is cut and marked. Lists and maps count as a whole. */
export const MAX_VALUE_BYTES = 16 * 1024;
/** The same for prompts and answers of language models (`gen_ai.*`), which people read in full. */
export const MAX_PROMPT_BYTES = 64 * 1024;
/** Attributes of one span, event, link, log record, resource or scope; further ones are dropped and counted. */
export const MAX_ATTRIBUTES = 256;
/** Bytes of a name or key (span, event, scope, attribute key, severity text). */
export const MAX_NAME_BYTES = 1024;
/** Bytes of a span's status message and of its trace state. */
export const MAX_MESSAGE_BYTES = 16 * 1024;
/** Bytes of a log record's body. */
export const MAX_LOG_BODY_BYTES = 256 * 1024;
/** Levels of lists and maps inside one attribute value. */
export const MAX_VALUE_DEPTH = 32;
/**
 * Spans, events, links and log records in one body. A body of 64 MiB could otherwise hold 32 million empty ones, which would
 * take gigabytes once decoded; real senders batch 512.
 */
export const MAX_ITEMS = 250_000;
/** Nesting depth of a JSON body, and its number of lists, objects and elements; real bodies have a tenth. */
export const MAX_JSON_DEPTH = 500_000;
export const MAX_JSON_VALUES = 5_000_000;
/** SQLite and Prisma store signed 64-bit integers: later times (after the year 2262) are stored as this one. */
export const MAX_TIME_NS = 2n ** 63n - 1n;
