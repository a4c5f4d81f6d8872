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
    ['backtests, points: seconds (of CPU) in the editor; asked again there; by the API; episodes', ''],
    ...backtests.map(({ label, first, again, cold, points, episodes }) => [
      `  ${label}, ${points.toLocaleString('en-US')}`,
      `${[first, again, cold].map(clockAndCpu).join('; ')}; ${episodes}`,
    ]),
  ];
}

function clockAndCpu({ seconds, cpuSeconds }) {
  return `${seconds.toFixed(2)} (${cpuSeconds.toFixed(2)})`;
}
