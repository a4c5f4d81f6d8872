/** Helpers for texts from others: names come from telemetry and may have any length and content. */

/** The text, cut to `most` UTF-16 units with `…` at the end, never inside a character. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = most - 1;
  const low = text.charCodeAt(end);
  return `${text.slice(0, low >= 0xdc00 && low <= 0xdfff ? end - 1 : end)}…`;
}

/** Like `cut`, but counts bytes of UTF-8. */
export function cutBytes(text: string, most: number): string {
  if (Buffer.byteLength(text) <= most) return text;
  let kept = cut(text, most);
  while (Buffer.byteLength(kept) > most) kept = cut(kept, Math.max(kept.length - 1, 1));
  return kept;
}

/**
 * Escapes a text and cuts it to fit. Escaping is done last, so that no escape sequence is cut in two.
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

/** As Slack and Telegram require: only the three characters that begin markup. */
export function escapeAngles(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** For chat Markdown: characters that could begin a link, emphasis, code, heading, quotation or table. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_~[\]<>|#]/g, String.raw`\$&`);
}

const ZERO_WIDTH_SPACE = '\u200b';

/** Keeps `@all` and the like from notifying people. */
export function disarmMentions(text: string): string {
  return text.replaceAll('@', `@${ZERO_WIDTH_SPACE}`);
}
