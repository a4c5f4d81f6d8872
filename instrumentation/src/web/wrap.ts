import { createWebWrap } from './create-web-wrap';
import type { WebWrap } from './web-options';
import { webResource } from './web-resource';

/**
 * Instruments a handler that takes a `Request` and answers with a `Response`, on any host: containers, Cloud Run, Bun.
 * A request that carries CloudEvents, in whichever mode, is told as the messages that it brings. Telemetry is sent
 * after the answer where the host can be asked to stay awake (`waitUntil`), and before it elsewhere; with
 * `FAASLENS_SEND_AFTER_ANSWER=true` after it everywhere, which fits hosts that keep running. A response's body that is
 * still being streamed is not waited for.
 */
export const wrap: WebWrap = createWebWrap({ resource: webResource });
