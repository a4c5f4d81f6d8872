import { count, type Finding, LEAST_INVOCATIONS, ms, usd } from './advice';
import { currentSize, type FunctionUsage, type UnitCost } from './usage';

/** What arm64 costs at the same memory size: as measured if the function ran on both, else assuming the same speed. */
export function architectureAdvice(usage: FunctionUsage, unitCost: UnitCost): Finding {
  const now = currentSize(usage);
  const keep = (reason: string): Finding => ({
    keep: { kind: 'architecture', function: usage.function, reason },
  });
  if (usage.architecture === 'arm64') return keep('runs on arm64 already');
  if (usage.architecture !== 'x86_64') return keep('the architecture is not known');
  if (!now || now.invocations < LEAST_INVOCATIONS) return keep(`fewer than ${LEAST_INVOCATIONS} invocations`);

  const { region, memoryMb } = usage;
  const arm = usage.sizes.find((size) => size.architecture === 'arm64' && size.memoryMb === memoryMb);
  const tried = arm && arm.invocations >= LEAST_INVOCATIONS ? arm : null;
  const costOn = (architecture: string) =>
    unitCost({ region, architecture, memoryMb, durationMs: now.durationMs });
  const [onX86, onArm] = tried ? [now.cost, tried.cost] : [costOn('x86_64'), costOn('arm64')];
  if (onX86 === null || onArm === null) return keep(`no price of arm64 in ${region} is known`);
  if (onArm >= onX86) return keep('arm64 would not cost less');
  const saving = (onX86 - onArm) * now.invocations * usage.monthlyFactor;
  return {
    change: {
      kind: 'architecture',
      function: usage.function,
      title: `Run ${usage.function.name} on arm64`,
      reason: tried
        ? 'It ran on both in this time; this is what an invocation cost on each.'
        : 'A GB-second costs less there. Reckoned at the same speed; dependencies with native code must exist for arm64.',
      certainty: tried ? 'measured' : 'assumed',
      saving: { low: saving, high: saving },
      evidence: {
        columns: ['Architecture', 'Invocations', 'Mean duration', 'Cost of 1,000'],
        rows: [
          ['x86_64', count(now.invocations), ms(now.durationMs), usd(onX86 * 1000)],
          ['arm64', tried && count(tried.invocations), ms((tried ?? now).durationMs), usd(onArm * 1000)],
        ],
      },
    },
  };
}
