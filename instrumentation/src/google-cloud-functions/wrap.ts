import type { Wrap } from '../options';
import { createWrap } from './create-wrap';
import { describeArguments } from './describe-arguments';

/**
 * Instruments a function of the Functions Framework: `functions.http('hello', wrap((req, res) => ...))`,
 * `functions.cloudEvent('order', wrap(async (event) => ...))`, or one of the first generation, `(data, context)`.
 * Telemetry is sent before the answer's last byte, after which Google may take the processor away.
 */
export const wrap: Wrap = createWrap(describeArguments);
