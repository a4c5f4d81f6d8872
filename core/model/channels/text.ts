/** Helpers for texts that others wrote: names come from telemetry and may have any length and content. */

/** The text, cut to that many UTF-16 units with `…` at the end, never through a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = most - 1;
  const low = text.charCodeAt(end);
  return `${text.slice(0, low >= 0xdc00 && low <= 0xdfff ? end - 1 : end)}…`;
}

/** As `cut`, but counts the bytes of UTF-8. */
export function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let kept = cut(text, most);
  while (Buffer.byteLength(kept) > most) kept = cut(kept, Math.max(kept.length - 1, 1));
  return kept;
}

/**
 * Escapes and cuts what the escaping made longer: escaping comes last, so that no escape is cut in two.
 * @returns at most `most` UTF-16 units after escaping
 */
export function escapeWithin(text: string, most: number, toMarkup: (text: string) => string): string {
  let kept = cut(text, most);
  let escaped = toMarkup(kept);
  while (escaped.length > most) {
    kept = cut(
      kept,
      Math.max(1, Math.min(kept.length - 1, Math.floor((kept.length * most) / escaped.length))),
    );
    escaped = toMarkup(kept);
  }
  return escaped;
}

/** For HTML text and attributes. */
export function escapeHtml(text: string): string {
  return escapeAngles(text).replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/** What Slack and Telegram ask for: only the three characters that begin markup. */
export function escapeAngles(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** For the Markdown of chats: what could begin a link, an emphasis, code, a heading, a quotation or a table. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_~[\]<>|#]/g, String.raw`\$&`);
}

const ZERO_WIDTH_SPACE = '\u200b';

/** Keeps `@all` and the like from calling people. */
export function disarmMentions(text: string): string {
  return text.replaceAll('@', `@${ZERO_WIDTH_SPACE}`);
}
