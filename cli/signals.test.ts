import { afterEach, expect, it, vi } from 'vitest';
import { firstSignal } from './signals';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const before = new Set(SIGNALS.flatMap((signal) => process.listeners(signal)));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  for (const signal of SIGNALS)
    for (const listener of process.listeners(signal))
      if (!before.has(listener)) process.off(signal, listener);
});

it('ends the process 15 s after the first signal, even when nothing looks at it because a start is under way', async () => {
  vi.useFakeTimers();
  const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
  const signal = firstSignal();
  process.emit('SIGTERM', 'SIGTERM');
  await vi.advanceTimersByTimeAsync(14_000);
  process.emit('SIGINT', 'SIGINT');
  expect(exit).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(exit).toHaveBeenCalledExactlyOnceWith(1);
  expect(await signal).toBe('SIGTERM');
});
