import { headers } from 'next/headers';
import { asksForKey } from '@/core/auth/asks-for-key';
import { DAY_MS, MINUTE_MS } from '@/core/model/time-range';
import { scopeAllows } from '@/core/settings/scopes';
import type { TelemetryReader } from '@/core/store/store';
import { currentAccess } from './current-access';
import { services } from './door';
import { otlpAddress } from './otlp-address';

/** What is needed to send a first trace. */
export interface Setup {
  /** Whether anything was ever received. */
  readonly hasData: boolean;
  /** The address that functions send to, as seen by the caller. */
  readonly otlpHttpUrl: string;
  /** Whether functions need a key. */
  readonly needsKey: boolean;
}

export interface SetupOfReader extends Setup {
  /** Whether the caller may create the key that functions need. */
  readonly mayMakeKey: boolean;
}

/** The set-up as a page shows it. */
export async function getSetup(): Promise<SetupOfReader> {
  const { door } = await services();
  const { scope } = await currentAccess(door);
  const setup = await setupFor((await headers()).get('host') ?? undefined);
  return { ...setup, mayMakeKey: scopeAllows(scope, 'admin') };
}

/** The setup as seen under a `Host`. */
export async function setupFor(host: string | undefined): Promise<Setup> {
  const { config, reader, now } = await services();
  return {
    hasData: await receivedAnything(reader, now()),
    otlpHttpUrl: otlpAddress(config, host),
    needsKey: asksForKey(config),
  };
}

/** Services known to have data, which stays true: every screen checks this first. */
const receivers = new WeakSet<TelemetryReader>();

async function receivedAnything(reader: TelemetryReader, nowMs: number): Promise<boolean> {
  if (receivers.has(reader)) return true;
  const isTrue = await lookForAnything(reader, nowMs);
  if (isTrue) receivers.add(reader);
  return isTrue;
}

async function lookForAnything(reader: TelemetryReader, nowMs: number): Promise<boolean> {
  const lately = { fromMs: nowMs - MINUTE_MS, toMs: nowMs };
  if ((await reader.functions({ range: lately, limit: 1 })).items.length > 0) return true;
  const ever = { fromMs: 0, toMs: nowMs + 400 * DAY_MS };
  if ((await reader.traces({ range: ever, limit: 1 })).items.length > 0) return true;
  return (await reader.logs({ range: ever, limit: 1 })).items.length > 0;
}
