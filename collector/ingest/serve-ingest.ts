import type { MessagePort } from 'node:worker_threads';
import { type FaaslensError, isFaaslensError } from '@/core/errors';
import type { TelemetryWriter } from '@/core/store/store';
import { decodeSubmission } from './decode-submission';
import { createGroupCommit } from './group-commit';
import type { FromWorker, Submission, ToWorker } from './messages';

const WINDOW_MS = 5;
const MAX_GROUP_RECORDS = 4_000;

/** Answers every submission on the port once it is durable or refused; `finish` closes the writer and the port. */
export function serveIngest(port: MessagePort, writer: TelemetryWriter): void {
  const commits = createGroupCommit({
    write: (batch) => writer.write(batch),
    windowMs: WINDOW_MS,
    maxRecords: MAX_GROUP_RECORDS,
  });
  const answer = (message: FromWorker) => port.postMessage(message);

  const store = async (submission: Submission) => {
    const { id } = submission;
    try {
      const { batch, rejected } = decodeSubmission(submission);
      if (batch.spans.length + batch.logs.length > 0) await commits.add(batch);
      answer({ id, result: { rejected } });
    } catch (error) {
      answer({ id, error: errorMessage(error) });
    }
  };

  port.on('message', async (message: ToWorker) => {
    if (!('finish' in message)) {
      await store(message);
      return;
    }
    await commits.drained();
    await writer.close();
    port.close();
  });
  answer({ ready: true });
}

/** A defect answers `unavailable`: the sender keeps its data and tries again. Its text goes to our log only. */
function errorMessage(error: unknown): Extract<FromWorker, { error: unknown }>['error'] {
  if (isFaaslensError(error)) return { code: error.code, message: error.message, defect: defectOf(error) };
  return { code: 'unavailable', message: 'the telemetry could not be stored', defect: stackOf(error) };
}

function defectOf(error: FaaslensError): string | null {
  const { cause } = error;
  return error.code === 'invalid_input' && cause !== undefined && !(cause instanceof SyntaxError)
    ? stackOf(cause)
    : null;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
