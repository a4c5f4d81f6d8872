import type { ServerResponse } from 'node:http';
import type { OtlpReceiver } from './otlp-receiver';

/**
 * Longer than any test: whoever waits for answers that are held back fails by the test's own time limit, and a machine
 * that is busy with other tests loses nothing.
 */
export const PATIENT = { OTEL_EXPORTER_OTLP_TIMEOUT: '60000' };

/**
 * Makes the receiver keep back its answers.
 *
 * @returns gives them, and lets it answer at once from then on
 */
export function holdAnswers(receiver: OtlpReceiver): () => void {
  const held: ServerResponse[] = [];
  receiver.answerWith((response) => void held.push(response));
  return () => {
    receiver.answerWith(undefined);
    for (const response of held) response.end('{}');
  };
}
