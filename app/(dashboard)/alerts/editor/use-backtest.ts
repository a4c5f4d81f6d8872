'use client';

import { useCallback, useEffect, useState } from 'react';
import type { toBacktestView } from '@/app/_queries/views/backtest';
import type { RuleInput } from '@/core/settings/settings';
import { readLines } from './read-lines';

export type BacktestView = ReturnType<typeof toBacktestView>;

export interface Backtest {
  /** Share that is done, 0 to 1; null when none runs. */
  readonly progress: number | null;
  /** The last one that ended; of an earlier form of the rule while another runs. */
  readonly result: BacktestView | null;
  /** Why the rule cannot be tested as it is; null when it can. */
  readonly refused: string | null;
  readonly cancelled: boolean;
  cancel(): void;
  again(): void;
}

type Line =
  | { readonly progress: number }
  | { readonly result: BacktestView }
  | { readonly error: { readonly message: string } };

/** While someone types, nothing is tested. */
const PAUSE_MS = 500;
/** Two backtests at a time; one that was left a moment ago may still end. */
const BUSY_MS = 1500;
const BUSY = 429;
const OVERLOADED = 503;

/** What the rule would have done in the last days, tested anew whenever what decides changes. */
export function useBacktest(rule: RuleInput, days: number): Backtest {
  const [progress, setProgress] = useState<number | null>(null);
  const [result, setResult] = useState<BacktestView | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [cancelled, setCancelled] = useState(false);
  const [turn, setTurn] = useState(0);
  const [controller, setController] = useState<AbortController | null>(null);
  const decisive = JSON.stringify({ rule: decisiveOf(rule), from: `now-${days}d`, to: 'now' });

  useEffect(() => {
    // Asked for again, even though nothing has changed.
    void turn;
    const abort = new AbortController();
    const isOver = () => abort.signal.aborted;
    setController(abort);
    setCancelled(false);
    const run = async () => {
      setProgress(0);
      try {
        const response = await fetch('/api/v1/alerts/rules/backtest', {
          method: 'POST',
          body: decisive,
          headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
          signal: abort.signal,
        });
        for await (const line of readLines<Line>(response)) {
          if (isOver()) return;
          if ('progress' in line) setProgress(line.progress);
          else if ('result' in line) {
            setResult(line.result);
            setRefused(null);
          } else if (
            response.status === BUSY ||
            response.status === OVERLOADED ||
            isBusy(line.error.message)
          ) {
            timer = setTimeout(() => void run(), BUSY_MS);
            return;
          } else setRefused(line.error.message);
        }
      } catch {
        if (isOver()) return;
        setRefused('Faaslens did not answer: is it still running?');
      }
      setProgress(null);
    };
    let timer = setTimeout(() => void run(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [decisive, turn]);

  const cancel = useCallback(() => {
    controller?.abort();
    setProgress(null);
    setCancelled(true);
  }, [controller]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return { progress, result, refused, cancelled, cancel, again };
}

function isBusy(message: string): boolean {
  return message.startsWith('two backtests are running');
}

/** What decides when a rule fires; the rest may change without a new test. */
function decisiveOf(rule: RuleInput): RuleInput {
  return {
    ...rule,
    key: null,
    name: 'Backtest',
    enabled: true,
    severity: 'info',
    runbookUrl: null,
    mute: [],
    snoozedUntil: null,
    dependsOn: [],
    channelId: null,
  };
}
