// Runs the long steps of setting up with a line of progress each; what a step prints is shown only when it fails.
import { spawn } from 'node:child_process';

/** Thrown when a step fails; the message holds the last lines that it printed. */
export class StepError extends Error {
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

/**
 * @param {string} label what the step does, for people
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd: string, env?: Record<string, string>}} options
 * @returns {Promise<void>} rejects with StepError
 */
export async function step(label, command, args, { cwd, env = {} }) {
  const started = Date.now();
  const stopTicking = tick(label, started);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk) => {
    output = (output + chunk).slice(-20_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise((resolve) => {
    child.on('error', (error) => {
      keep(String(error));
      resolve(1);
    });
    child.on('close', resolve);
  });
  stopTicking();
  if (code !== 0) {
    throw new StepError(`${label} failed:\n${output.trim().split('\n').slice(-25).join('\n')}`, output);
  }
  console.log(`  ${label}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** When each of the steps began that are under way. */
const under = new Map();

function tick(label, started) {
  const seconds = (began) => Math.round((Date.now() - began) / 1000);
  if (process.stdout.isTTY) {
    under.set(label, started);
    const draw = () => {
      const told = Array.from(under, ([one, began]) => `${one} ... ${seconds(began)} s`);
      process.stdout.write(`\r\x1b[K  ${told.join(', ')}`);
    };
    draw();
    const timer = setInterval(draw, 1000);
    return () => {
      clearInterval(timer);
      under.delete(label);
      process.stdout.write('\r\x1b[K');
    };
  }
  console.log(`  ${label} ...`);
  const timer = setInterval(() => console.log(`  ${label} ... ${seconds(started)} s`), 10_000);
  return () => clearInterval(timer);
}
