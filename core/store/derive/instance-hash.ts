import { platformOriginOf } from '../../model/platform/origin';
import type { Resource } from '../../model/telemetry';
import { HASH_START, hashText, mix } from './hash';

const known = new WeakMap<Resource, number | null>();

/** `instanceHash` of the execution environment that a resource names; computed once per object. */
export function instanceHashOf(resource: Resource): number | null {
  const before = known.get(resource);
  if (before !== undefined) return before;
  const hash = instanceHash(platformOriginOf(resource).instance);
  known.set(resource, hash);
  return hash;
}

/** 32 bits that stand for an execution environment in rows; null for an unknown one (''). */
export function instanceHash(instance: string): number | null {
  return instance === '' ? null : mix(hashText(HASH_START, instance));
}
