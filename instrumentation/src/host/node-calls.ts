/** Outgoing calls in Node.js; the build puts `edge-calls.ts` in its place as it does with `edge.ts`. */
export { followOutgoing as followCalls } from '../outgoing/outgoing';
