import { createWrap } from '../google-cloud-functions/create-wrap';
import type { Wrap } from '../options';
import { describeFirebaseEvent } from './describe-firebase-event';

/**
 * Instruments the handler of a Firebase function of either generation: `onRequest(wrap((req, res) => ...))`,
 * `onCall(wrap((request) => ...))`, `onDocumentCreated(path, wrap((event) => ...))`, `onMessagePublished`, `onSchedule`,
 * `onTaskDispatched`... Telemetry is sent before the answer, after which Google may take the processor away.
 */
export const wrap: Wrap = createWrap(describeFirebaseEvent);
