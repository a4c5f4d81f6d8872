/**
 * Loaded into the dashboard's process before its server: ends it when the collector is gone, so that a killed
 * collector leaves no orphan on the port.
 */
process.on('disconnect', () => process.exit(0));
