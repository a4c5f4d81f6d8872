/** Ids of log records in every engine: the time, a hash of the content, and a number among identical ones. */
export const LOG_RECORD_ID = /^\d{1,19}-(?:[0-9a-f]{32}|[0-9a-f]{16}(?:-\d{1,6})?)$/;
