import type { Resource, Scope } from '@/core/model/telemetry';
import { malformed, Refusal } from './errors';
import { field, isObject, type JsonObject, listField, objectField, textField } from './json-fields';
import { checkShape } from './json-shape';
import { readAttributes } from './json-values';
import { MAX_NAME_BYTES } from './limits';
import type { Tally } from './rejections';

/** The names of one signal's levels. */
export interface JsonNames {
  readonly resources: string;
  readonly scopes: string;
  readonly records: string;
  /** Names of other signals' levels, each with the path to which they should be sent. */
  readonly strangers: Readonly<Record<string, string>>;
}

/** Walks an export request; a record that `readRecord` refuses is counted, and the rest is kept. */
export function readEnvelope(
  body: Uint8Array,
  names: JsonNames,
  tally: Tally,
  readRecord: (record: JsonObject, resource: Resource, scope: Scope) => void,
): void {
  const request = parse(body);
  refuseStrangers(request, names);
  if (field(request, names.resources) === undefined && Object.values(request).some((value) => value !== null))
    tally.warn(`the body has no ${names.resources}: nothing of it was read`);
  const read = (record: JsonObject, resource: Resource, scope: Scope) => {
    try {
      readRecord(record, resource, scope);
    } catch (error) {
      tally.refuse(reasonOf(error));
    }
  };
  for (const group of groups(request, names.resources)) readResourceRecords(group, names, tally, read);
}

function readResourceRecords(
  group: JsonObject,
  names: JsonNames,
  tally: Tally,
  read: (record: JsonObject, resource: Resource, scope: Scope) => void,
): void {
  if (group.instrumentationLibrarySpans !== undefined || group.instrumentationLibraryLogs !== undefined) {
    tally.warn(
      'instrumentationLibrary... is not read: OTLP replaced it by scope... in 2022, update the sender',
    );
  }
  const misplaced = groups(group, names.records).length;
  if (misplaced > 0)
    tally.refuse(`${names.records} must be in ${names.scopes}, not in ${names.resources} itself`, misplaced);
  const scopes = groups(group, names.scopes);
  try {
    const resource = { attributes: readAttributes(objectField(group, 'resource') ?? {}) };
    for (const scopeGroup of scopes) readScopeRecords(scopeGroup, resource, names, tally, read);
  } catch (error) {
    const count = scopes.reduce((sum, scope) => sum + groups(scope, names.records).length, 0);
    tally.refuse(`resource: ${reasonOf(error)}`, count);
  }
}

function readScopeRecords(
  group: JsonObject,
  resource: Resource,
  names: JsonNames,
  tally: Tally,
  read: (record: JsonObject, resource: Resource, scope: Scope) => void,
): void {
  const records = groups(group, names.records);
  let scope: Scope;
  try {
    const sent = objectField(group, 'scope') ?? {};
    scope = {
      name: textField(sent, 'name', MAX_NAME_BYTES),
      version: textField(sent, 'version', MAX_NAME_BYTES),
      attributes: readAttributes(sent),
    };
  } catch (error) {
    tally.refuse(`scope: ${reasonOf(error)}`, records.length);
    return;
  }
  for (const record of records) read(record, resource, scope);
}

function parse(body: Uint8Array): JsonObject {
  checkShape(body);
  // The default decoder drops a byte order mark, which JSON.parse would refuse.
  const text = new TextDecoder().decode(body);
  let request: unknown;
  try {
    request = JSON.parse(text);
  } catch (cause) {
    throw malformed(`the body is not JSON${placeOf(cause)}`, cause);
  }
  if (!isObject(request)) throw malformed('the body must be one JSON object');
  return request;
}

/** Only the position: the parser's full message quotes the body, and telemetry must not appear in logs. */
function placeOf(cause: unknown): string {
  const place = cause instanceof SyntaxError ? / at position \d+/.exec(cause.message)?.[0] : undefined;
  return place === undefined ? '' : `: error${place}`;
}

function refuseStrangers(request: JsonObject, names: JsonNames): void {
  if (field(request, names.resources) !== undefined) return;
  for (const [stranger, path] of Object.entries(names.strangers)) {
    if (field(request, stranger) !== undefined)
      throw malformed(`the body has ${stranger}: send it to ${path}`);
  }
}

/** A list of the envelope. An invalid one fails the whole body, since nothing below it can even be counted. */
function groups(object: JsonObject, name: string): readonly JsonObject[] {
  try {
    return listField(object, name);
  } catch (error) {
    throw malformed(reasonOf(error));
  }
}

/** @throws any error but a Refusal: it concerns the whole body, or is a defect. */
function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  throw error;
}
