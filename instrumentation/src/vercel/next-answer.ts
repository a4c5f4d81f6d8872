import { recordOf, textOf } from '../value';

const REDIRECT_STATUS = 307;

/**
 * The answer that Next.js makes of what `redirect`, `notFound`, `forbidden` and `unauthorized` throw; `undefined` for
 * a real error. They are told by their `digest`: `NEXT_REDIRECT;replace;/login;307;`, `NEXT_HTTP_ERROR_FALLBACK;404`.
 */
export function nextAnswerIn(thrown: unknown): { readonly status: number } | undefined {
  const [kind, ...rest] = (textOf(recordOf(thrown).digest) ?? '').split(';');
  if (kind === 'NEXT_HTTP_ERROR_FALLBACK') return { status: Number(rest[0]) };
  // The address may itself hold semicolons, so the status is counted from the end.
  if (kind === 'NEXT_REDIRECT') return { status: Number(rest.at(-2)) || REDIRECT_STATUS };
  return undefined;
}
