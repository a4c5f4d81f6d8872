import { createHash } from 'node:crypto';
import { ownText } from '../own-text';
import type { Failure } from './failure';
import { normaliseMessage } from './normalise-message';
import { stableFile } from './stack/frame';
import { topOwnFrame } from './stack/parse-stack';

/** What identifies an error. */
export interface ErrorIdentity {
  /** 16 lower-case hex digits. */
  readonly fingerprint: string;
  /** The top own frame as `function (file)`, or what is known of it; '' if there is none. */
  readonly culprit: string;
}

/**
 * Identifies an error by its type, its normalised message, and the function and file of its top own frame. Line and column are
 * left out, so that a deployment does not split a group.
 */
export function identifyError(failure: Failure): ErrorIdentity {
  const text = `${failure.type}\0${failure.message}\0${failure.stack}`;
  if (text.length > LONGEST_REMEMBERED) return identify(failure);
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const identity = identify(failure);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  // Copied, because its parts are slices of longer strings.
  remembered.set(ownText(text), identity);
  return identity;
}

/** A failure is identified repeatedly while the rest of its trace arrives. */
const remembered = new Map<string, ErrorIdentity>();
const MOST_REMEMBERED = 2000;
const LONGEST_REMEMBERED = 4000;

function identify({ type, message, stack }: Failure): ErrorIdentity {
  const frame = stack === '' ? null : topOwnFrame(stack);
  const place = frame === null ? ['', ''] : [frame.function, stableFile(frame.file)];
  const fingerprint = createHash('sha256')
    .update([type.trim(), normaliseMessage(message), ...place].join('\0'))
    .digest('hex')
    .slice(0, 16);
  return { fingerprint, culprit: ownText(culpritOf(place)) };
}

function culpritOf([name = '', file = '']: readonly string[]): string {
  return name === '' || file === '' ? name + file : `${name} (${file})`;
}
