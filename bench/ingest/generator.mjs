// The load generator, a process of its own: makes all bodies before it is asked to send them.
import { createWorkload } from '../workload/workload.mjs';
import { describeBodies, makeBodies, makeSmallBodies } from './bodies.mjs';
import { send } from './send.mjs';

let bodies = [];

process.on('message', async (message) => {
  try {
    process.send(await answer(message));
  } catch (error) {
    process.send({ failed: error.stack });
  }
});

async function answer({ make, post }) {
  if (make) {
    const { kind, count, spansEach, ...workload } = make;
    const source = createWorkload(workload);
    const made = kind === 'small' ? makeSmallBodies(source, count) : makeBodies(source, count, spansEach);
    bodies = made.bodies;
    return { invocations: made.invocations, ...describeBodies(bodies) };
  }
  const { share = 1, ...options } = post;
  const taken = bodies.splice(0, Math.ceil(bodies.length * share));
  const result = await send({ ...options, bodies: taken });
  // What was not sent in time stays for the next call.
  bodies = [...taken, ...bodies];
  return result;
}
