import { headers } from 'next/headers';
import { asksForKey } from '@/core/auth/asks-for-key';
import { hostName } from '@/core/auth/hosts';
import { type Config, isLoopbackHost } from '@/core/config';
import { DAY_MS, MINUTE_MS } from '@/core/model/time-range';
import type { TelemetryReader } from '@/core/store/store';
import { services } from './door';

/** What a person needs to know to send a first trace. */
export interface Setup {
  /** Whether anything was ever received. */
  readonly hasData: boolean;
  /** Where functions send to, as seen by the person who asks. */
  readonly otlpHttpUrl: string;
  /** Whether functions must show a key. */
  readonly needsKey: boolean;
}

/** The set-up as a page shows it. */
export async function getSetup(): Promise<Setup> {
  return setupFor((await headers()).get('host') ?? undefined);
}

/** The set-up as seen under a `Host`. */
export async function setupFor(host: string | undefined): Promise<Setup> {
  const { config, reader, now } = await services();
  return {
    hasData: await receivedAnything(reader, now()),
    otlpHttpUrl: `http://${senderHost(config, host)}:${config.otlpHttpPort}`,
    needsKey: asksForKey(config),
  };
}

/** Whose question was answered with yes, which stays so: every screen begins with it. */
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

/** The name that the person used reaches this machine too; bound to loopback only loopback does. */
function senderHost({ host, publicUrl }: Config, asked: string | undefined): string {
  if (isLoopbackHost(host)) return host.includes(':') ? `[${host}]` : host;
  if (publicUrl !== null) return new URL(publicUrl).hostname;
  const name = hostName(asked) ?? 'localhost';
  return name.includes(':') ? `[${name}]` : name;
}
