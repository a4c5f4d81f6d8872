import { readConfig } from '../config/config';
import { existingRuntime } from '../current-runtime';
import { createWrap } from '../google-cloud-functions/create-wrap';
import { processEnvironment } from '../host/node';
import { captureConsole } from '../logs/console-capture';
import type { Wrap } from '../options';
import { describeFirebaseEvent } from './describe-firebase-event';

// Firebase's `logger` keeps the console that it finds when it is loaded, which is before the first invocation.
captureConsole(console, readConfig(processEnvironment()).limits, (line) => {
  const runtime = existingRuntime();
  if (runtime?.config.logs) runtime.log(line);
});

/**
 * Instruments the handler of a Firebase function of either generation: `onRequest(wrap((req, res) => ...))`,
 * `onCall(wrap((request) => ...))`, `onDocumentCreated(path, wrap((event) => ...))`, `onMessagePublished`, `onSchedule`,
 * `onTaskDispatched`... Telemetry is sent before the answer, after which Google may take the processor away.
 */
export const wrap: Wrap = createWrap(describeFirebaseEvent);
