import { markForwardedRequests } from '@/core/auth/forwarded-mark';
import { loadConfig } from '@/core/config';
import { serveWithTls } from './serve-with-tls';

/**
 * Loaded into the dashboard's process before its server. Ends it when the collector is gone, so that a killed
 * collector leaves no orphan on the port; and notes which requests a proxy brought, before Next adds its own
 * forwarding headers to every request. Where there is a certificate, the server that Next makes speaks https.
 */
process.on('disconnect', () => process.exit(0));
markForwardedRequests();
const { tls } = loadConfig();
if (tls !== null) serveWithTls(tls);
