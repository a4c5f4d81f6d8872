// npm hands a SIGTERM to the shell of its script, and that shell keeps it to itself: whoever ends `npm start` or `npx faaslens`
// would leave a service behind that nobody sees, with its ports and its data taken.
const LOOK_MS = 500;
/** `&` alone: what a script sends to the background is meant to outlive its shell. */
const TO_BACKGROUND = /(?<![&>])&(?![&>])/;

/**
 * Sends this process a SIGTERM as soon as the shell that npm started it in is gone; nothing where npm did not start it, or on
 * Windows, where a parent that is gone is named as before, and asking who it is lists all processes.
 * @param {NodeJS.ProcessEnv} env where npm tells what its shell runs
 * @returns {void}
 */
export function endWithNpm(env, platform = process.platform) {
  const script = env.npm_lifecycle_script ?? '';
  if (platform === 'win32' || !script.includes('faaslens') || TO_BACKGROUND.test(script)) return;
  const shell = process.ppid;
  const looking = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS).unref();
}
