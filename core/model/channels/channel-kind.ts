import type { z } from 'zod';
import { type FormField, formFields } from './field';
import type { Notice } from './notice';

/** A POST request to send. */
export interface HttpMessage {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` or fail, `none` unencrypted if the server offers nothing else. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string;
  readonly password: string;
}

/** A mail to hand to a server. */
export interface MailMessage {
  readonly server: MailServer;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same over all attempts, so that a mailbox can drop duplicates. */
  readonly messageId: string;
  /** Mail clients group mails with the same value into one conversation. */
  readonly references: string;
}

export type Outgoing = { readonly http: HttpMessage } | { readonly mail: MailMessage };

/** What a request needs besides the notice and the channel's settings. */
export interface SendFacts {
  /** Time of this attempt, epoch milliseconds. */
  readonly at: number;
  /** `whsec_...`, newest first: two while the old one is still valid. Empty when the kind does not sign. */
  readonly signingSecrets: readonly string[];
}

/** The answer of an endpoint, as far as it was read. */
export interface HttpAnswer {
  readonly status: number;
  /** The delay that `Retry-After` asks for; null without that header. */
  readonly retryAfterMs: number | null;
  /** At most 64 KiB. */
  readonly text: string;
}

/**
 * What an answer means: delivered; try again; will never be accepted as it is; the endpoint is gone for good.
 */
export interface Verdict {
  readonly outcome: 'delivered' | 'retry' | 'refused' | 'gone';
  /** Overrides the header's value, for endpoints that put it elsewhere. */
  readonly retryAfterMs?: number;
}

interface Spec<Kind extends string, Settings extends z.ZodObject> {
  readonly kind: Kind;
  /** The name that people know it by. */
  readonly title: string;
  /** A line under the title: what arrives there. */
  readonly about: string;
  readonly settings: Settings;
  /** How long failed messages are retried: for days to programs, to people only while the message is still news. */
  readonly schedule: 'programs' | 'people';
  /** Messages are signed with the channel's own secret, which is shown once and can be rotated. */
  readonly signed?: boolean;
  /**
   * The receiver has incidents of its own and closes them by their thread: an alert that was opened by a digest must also be
   * closed by one.
   */
  readonly keepsThreads?: boolean;
  /** Whether the receiver can be told that someone acknowledged an incident; true by default. */
  readonly takesAcknowledgement?: boolean;
  /** The destination in a few characters, without secrets. */
  target(settings: z.output<Settings>): string;
  render(notice: Notice, settings: z.output<Settings>, facts: SendFacts): Outgoing;
  /** What an answer means; by default 2xx is delivered, 410 is gone, and what a retry cannot improve is refused. */
  judge?(answer: HttpAnswer): Verdict;
}

/** A kind of channel that validates its settings at each use; `stored` settings are JSON as they were saved. */
export interface ChannelKindEntry<Kind extends string = string> {
  readonly kind: Kind;
  readonly title: string;
  readonly about: string;
  readonly settings: z.ZodObject;
  readonly fields: readonly FormField[];
  readonly schedule: 'programs' | 'people';
  readonly signed: boolean;
  readonly keepsThreads: boolean;
  readonly takesAcknowledgement: boolean;
  target(stored: unknown): string;
  render(notice: Notice, stored: unknown, facts: SendFacts): Outgoing;
  judge(answer: HttpAnswer): Verdict;
}

/** Creates the entry of a kind: the registry lists it, and forms, API, documents and delivery derive from it. */
export function channelKind<const Kind extends string, Settings extends z.ZodObject>(
  spec: Spec<Kind, Settings>,
): ChannelKindEntry<Kind> {
  const { settings } = spec;
  return {
    kind: spec.kind,
    title: spec.title,
    about: spec.about,
    settings,
    fields: formFields(settings),
    schedule: spec.schedule,
    signed: spec.signed ?? false,
    keepsThreads: spec.keepsThreads ?? false,
    takesAcknowledgement: spec.takesAcknowledgement ?? true,
    target: (stored) => spec.target(settings.parse(stored)),
    render: (notice, stored, facts) => spec.render(notice, settings.parse(stored), facts),
    judge: (answer) => (spec.judge ?? judgeAnswer)(answer),
  };
}

/** Rate limits, timeouts and server errors may pass; any other 4xx would be the same again. */
export function judgeAnswer({ status }: HttpAnswer): Verdict {
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  if (status === 410) return { outcome: 'gone' };
  const passing = status === 408 || status === 425 || status === 429 || status >= 500 || status < 400;
  return { outcome: passing ? 'retry' : 'refused' };
}

/** A POST of JSON. */
export function postJson(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): { readonly http: HttpMessage } {
  const type = { 'content-type': 'application/json' };
  return { http: { url, headers: { ...type, ...headers }, body: JSON.stringify(body) } };
}

/** The host of an address; the rest may be a secret. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}

/** The answer's text parsed as JSON; null when it is not JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
