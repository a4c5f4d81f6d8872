import { isFaaslensError } from '@/core/errors';

/** One thing that must work, in words that a person can act on. */
export interface Step {
  readonly name: string;
  /**
   * Answers what was found. What it throws is the fault.
   * @throws FaaslensError whose message names the fault and the fix.
   */
  run(): Promise<string>;
  /** Without it, the steps behind it make no sense. */
  readonly needed: boolean;
}

/** Runs steps in turn and prints one line for each. Answers how many failed; those behind a needed one are left out. */
export async function runSteps(steps: readonly Step[], print: (line: string) => void): Promise<number> {
  let failed = 0;
  for (const [index, step] of steps.entries()) {
    const text = await faultOf(step, print);
    if (text === null) continue;
    failed += 1;
    print(`FAIL  ${step.name}: ${text}`);
    if (!step.needed) continue;
    for (const { name } of steps.slice(index + 1)) print(`-     ${name}: not tried`);
    break;
  }
  return failed;
}

async function faultOf({ name, run }: Step, print: (line: string) => void): Promise<string | null> {
  try {
    print(`ok    ${name}: ${await run()}`);
    return null;
  } catch (error) {
    if (isFaaslensError(error)) return error.message;
    throw error;
  }
}
