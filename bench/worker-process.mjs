import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Runs a file of bench/ in a process of its own, so that its memory, CPU time and garbage are its own. */
export function startProcess(file, args = []) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    serialization: 'advanced',
    execArgv: ['--max-old-space-size=8192'],
  });
  const answers = [];
  let wake = () => {};
  child.on('message', (message) => {
    answers.push(message);
    wake();
  });
  child.once('exit', (code) => {
    if (code !== 0) answers.push({ failed: `${file} ended with ${code}` });
    wake();
  });
  const answer = async () => {
    while (answers.length === 0) {
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
    const message = answers.shift();
    if (message.failed) throw new Error(message.failed);
    return message;
  };
  return {
    pid: child.pid,
    /** The next message of the process. */
    answer,
    /** Sends a message and waits for the next one back. */
    ask(message) {
      child.send(message);
      return answer();
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.disconnect();
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** Runs a file to its one message. */
export async function runProcess(file, args) {
  const started = startProcess(file, args);
  try {
    return await started.answer();
  } finally {
    await started.stop();
  }
}
