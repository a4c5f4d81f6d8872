import { Worker } from 'node:worker_threads';
import { lambdaEnvironment } from './lambda-host.mjs';

const WORKER = new URL('./demo-worker.mjs', import.meta.url);
const MAX_WAITING = 50;

/** A function of the demo: invokes one event after the other, in an environment that it starts when it needs one. */
export class DemoFunction {
  #settings;
  #env;
  #worker;
  #waiting = [];
  #isBusy = false;

  /**
   * @param {import('./lambda-host.mjs').LambdaFunction} settings
   * @param {Record<string, string | undefined>} env added to what Lambda sets
   */
  constructor(settings, env) {
    this.#settings = settings;
    this.#env = env;
  }

  /**
   * Queues an event and resolves when it was worked on, its telemetry sent. Drops it when too many wait, as a throttled
   * function would.
   */
  async invoke(event) {
    if (this.#waiting.length >= MAX_WAITING) return;
    await new Promise((done) => {
      this.#waiting.push({ event, done });
      void this.#work();
    });
  }

  /** Ends the environment, so that the next event meets a cold start. */
  async recycle() {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #work() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#waiting.length > 0) {
      this.#worker ??= this.#start();
      const { event, done } = this.#waiting.shift();
      const answer = await ask(this.#worker, event);
      if (answer === undefined || answer.timedOut) await this.recycle();
      done();
    }
    this.#isBusy = false;
  }

  #start() {
    const worker = new Worker(WORKER, {
      workerData: this.#settings,
      env: { ...process.env, ...this.#env, ...lambdaEnvironment(this.#settings) },
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 },
    });
    worker.stdout.resume();
    worker.stderr.on('data', (text) => {
      if (String(text).startsWith('[faaslens]')) process.stderr.write(text);
    });
    return worker;
  }
}

/** The worker's answer; `undefined` when it ended instead. */
function ask(worker, event) {
  return new Promise((resolve) => {
    const settle = (answer) => {
      worker.off('message', settle).off('error', onFailure).off('exit', onExit);
      resolve(answer);
    };
    const onExit = () => settle(undefined);
    const onFailure = (error) => {
      process.stderr.write(`demo: ${error.stack}\n`);
      settle(undefined);
    };
    worker.on('message', settle).on('error', onFailure).on('exit', onExit);
    worker.postMessage(event);
  });
}
