import type { AlertReader } from '../ask';
import type { Finding } from '../evaluate-rule';
import { type Episode, toEpisodes } from './episodes';
import { type GroupReadings, Recorder } from './recorder';
import { type Progress, type ReplayInput, replay } from './replay';
import { type Firings, firingsOf } from './sweep';

/** What was found out about some groups. Plain data, so that threads can tell each other. */
export interface ReplayedPart {
  readonly episodes: readonly Episode[];
  readonly groups: ReadonlyMap<string, GroupReadings>;
}

/** Does a part of a backtest, in this thread or in another. */
export interface PartWorker {
  replay(): Promise<ReplayedPart>;
  /** What other numbers in place of the condition's would have done for the groups that were replayed, in their order. */
  tryNumbers(numbers: readonly number[]): Promise<readonly Firings[]>;
}

/** Does it in the calling thread. */
export function localPart(reader: AlertReader, input: ReplayInput, progress: Progress): PartWorker {
  const { rule, range, part } = input;
  const recorder = new Recorder(range, part?.of);
  return {
    async replay() {
      const findings: Finding[] = [];
      await replay(
        reader,
        input,
        {
          observerAt: (at) => recorder.observerAt(at),
          noteFindings: (found) => {
            for (const finding of found) if (finding.transition !== null) findings.push(finding);
          },
        },
        progress,
      );
      return { episodes: toEpisodes(findings), groups: recorder.groups };
    },
    tryNumbers: async (numbers) => firingsOf(rule, numbers, recorder.groups, range),
  };
}
