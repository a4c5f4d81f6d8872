import { bundleEngine } from './bundle.mjs';
import { runProcess } from './worker-process.mjs';

/** What a round of 1,000 rules costs with 100 functions, and what backtests of a month cost with ten. */
export async function measureAlerts() {
  await bundleEngine();
  const { round, backtests } = await runProcess('./alerts/measure.mjs');
  return [
    [
      `${round.rules} rules x ${round.groups} groups at one instant: seconds of CPU, first and second round`,
      round.seconds.map((one) => one.toFixed(2)).join(', '),
    ],
    [
      '  questions to the store; groups with a state; memory of the process',
      `${round.questions}; ${round.states}; ${round.rssMb.toFixed(0)} MB`,
    ],
    ...backtests.map(({ label, seconds, cpuSeconds, again, points, episodes }) => [
      `backtest, ${label}, ${points.toLocaleString('en-US')} points: seconds; of CPU; again; episodes`,
      `${seconds.toFixed(2)}; ${cpuSeconds.toFixed(2)}; ${again.seconds.toFixed(2)}, ${again.cpuSeconds.toFixed(2)}; ${episodes}`,
    ]),
  ];
}
