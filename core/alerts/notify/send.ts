import { z } from 'zod';
import type { ChannelKindEntry, Outgoing, SendFacts, Verdict } from '../../model/channels/channel-kind';
import type { Notice } from '../../model/channels/notice';
import { RefusedAddressError } from './address-guard';
import { type ConnectOptions, post } from './exchange';
import { sendMail } from './smtp';

const SNIPPET_LENGTH = 200;
/** Shorter parts of an address or settings are words, not secrets. */
const SECRET_LENGTH = 6;

export interface SendResult {
  readonly outcome: Verdict['outcome'];
  /** Of HTTP or SMTP; null when there was no answer. */
  readonly status: number | null;
  /** What went wrong, without any secret; null when it arrived. */
  readonly error: string | null;
  /** The first characters of the answer, without any secret. */
  readonly snippet: string | null;
  /** How long the endpoint asked to wait, at most a day; null when it did not. */
  readonly retryAfterMs: number | null;
}

/** Sends a notice once. Never rejects: what fails is in the result. */
export async function sendNotice(
  kind: ChannelKindEntry,
  notice: Notice,
  settings: unknown,
  facts: SendFacts,
  options: ConnectOptions,
): Promise<SendResult> {
  const hide = hider([...secretsOf(kind, settings), ...facts.signingSecrets]);
  try {
    const outgoing = kind.render(notice, settings, facts);
    return await exchange(kind, outgoing, hide, { ...options, at: facts.at });
  } catch (error) {
    return failure(error, hide);
  }
}

async function exchange(
  kind: ChannelKindEntry,
  outgoing: Outgoing,
  hide: Hide,
  { at, ...options }: ConnectOptions & { readonly at: number },
): Promise<SendResult> {
  if ('mail' in outgoing) {
    const response = await sendMail(outgoing.mail, options);
    return {
      outcome: 'delivered',
      status: 250,
      error: null,
      snippet: toSnippet(response, hide),
      retryAfterMs: null,
    };
  }
  const answer = await post(outgoing.http, at, options);
  const { outcome, retryAfterMs = answer.retryAfterMs } = kind.judge(answer);
  return {
    outcome,
    status: answer.status,
    error: outcome === 'delivered' ? null : statusText(answer.status, outcome),
    snippet: toSnippet(answer.text, hide),
    retryAfterMs,
  };
}

function statusText(status: number, outcome: Verdict['outcome']): string {
  if (status >= 300 && status < 400) return `answered ${status}: redirects are not followed`;
  if (outcome === 'gone') return `answered ${status}: the endpoint is gone, the channel is turned off`;
  return outcome === 'refused' ? `answered ${status}: not tried again` : `answered ${status}`;
}

/** A mail server's 5xx is final, as SMTP says; everything else may pass. */
function failure(error: unknown, hide: Hide): SendResult {
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : null;
  const answer = error instanceof Error && 'response' in error ? String(error.response) : null;
  return {
    outcome: code !== null && code >= 500 ? 'refused' : 'retry',
    status: code,
    error: errorText(error, hide),
    snippet: answer === null ? null : toSnippet(answer, hide),
    retryAfterMs: null,
  };
}

/** Secrets go first: of one that is cut in two, the first half would be told. */
function toSnippet(text: string, hide: Hide): string | null {
  const plain = hide(text)
    .slice(0, 10 * SNIPPET_LENGTH)
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, SNIPPET_LENGTH);
  return plain === '' ? null : plain;
}

/** Node's own texts name host and port only; anything else could quote the URL. */
function errorText(error: unknown, hide: Hide): string {
  if (error instanceof RefusedAddressError) return `not called: ${hide(error.message)}`;
  if (error instanceof AggregateError && error.errors.length > 0) return errorText(error.errors[0], hide);
  if (error instanceof z.ZodError)
    return `not called: the setting ${error.issues[0]?.path.join('.')} is not valid`;
  if (error instanceof TypeError) return 'not called: the address is not valid';
  return error instanceof Error ? (toSnippet(error.message, hide) ?? error.name) : 'failed';
}

/** What may not be repeated in a log: secret settings and, of a secret address, what follows its host. */
function secretsOf(kind: ChannelKindEntry, settings: unknown): readonly string[] {
  const values = kind.fields.flatMap(({ name, secret }) => {
    const value: unknown =
      secret && typeof settings === 'object' && settings !== null ? Reflect.get(settings, name) : null;
    return typeof value === 'string' ? [value] : [];
  });
  return values.flatMap((value) =>
    URL.canParse(value) ? [value, ...addressParts(new URL(value))] : [value],
  );
}

function addressParts({ pathname, search, searchParams }: URL): readonly string[] {
  return [pathname + search, ...pathname.split('/'), ...searchParams.values()];
}

type Hide = (text: string) => string;

/** Replaces secrets by `***`, the longest first, so that no rest of one is left. */
function hider(secrets: readonly string[]): Hide {
  const hidden = [...new Set(secrets)]
    .filter((secret) => secret.length >= SECRET_LENGTH)
    .sort((a, b) => b.length - a.length);
  return (text) => hidden.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}
