/** Ids of log records, as every engine makes them: when it was, what it says, and which of several equal ones it is. */
export const LOG_RECORD_ID = /^\d{1,19}-(?:[0-9a-f]{32}|[0-9a-f]{16}(?:-\d{1,6})?)$/;
