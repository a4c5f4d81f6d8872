-- Telemetry

CREATE TABLE "resource" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "hash" BLOB NOT NULL,
    "service" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "origin" BLOB NOT NULL,
    "attributes" TEXT NOT NULL
);
CREATE UNIQUE INDEX "resource_hash_key" ON "resource"("hash");
CREATE INDEX "resource_environment_idx" ON "resource"("environment");

CREATE TABLE "span" (
    "trace_id" BLOB NOT NULL,
    "span_id" BLOB NOT NULL,
    "parent_span_id" BLOB,
    "trace_state" TEXT NOT NULL,
    "flags" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "kind" INTEGER NOT NULL,
    "start_ns" BIGINT NOT NULL,
    "end_ns" BIGINT NOT NULL,
    "status" INTEGER NOT NULL,
    "status_message" TEXT NOT NULL,
    "attributes" TEXT NOT NULL,
    "events" TEXT NOT NULL,
    "links" TEXT NOT NULL,
    "event_count" INTEGER NOT NULL,
    "resource_id" INTEGER NOT NULL,
    "scope_name" TEXT NOT NULL,
    "scope_version" TEXT NOT NULL,
    "candidate" INTEGER NOT NULL,
    PRIMARY KEY ("trace_id", "span_id")
);

CREATE TABLE "trace" (
    "trace_id" BLOB NOT NULL PRIMARY KEY,
    "start_ns" BIGINT NOT NULL,
    "end_ns" BIGINT NOT NULL,
    "root_span_id" BLOB NOT NULL,
    "root_start_ns" BIGINT NOT NULL,
    "root_name" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "span_count" INTEGER NOT NULL,
    "error_count" INTEGER NOT NULL
);
CREATE INDEX "trace_start_ns_idx" ON "trace"("start_ns");

CREATE TABLE "log_record" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "hash" BLOB NOT NULL,
    "time_ns" BIGINT NOT NULL,
    "severity" INTEGER NOT NULL,
    "severity_text" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "attributes" TEXT NOT NULL,
    "trace_id" BLOB,
    "span_id" BLOB,
    "resource_id" INTEGER NOT NULL,
    "origin" BLOB NOT NULL,
    "environment" TEXT NOT NULL,
    "scope_name" TEXT NOT NULL
);
CREATE UNIQUE INDEX "log_record_hash_key" ON "log_record"("hash");
CREATE INDEX "log_record_time_ns_idx" ON "log_record"("time_ns");
CREATE INDEX "log_record_trace_id_span_id_idx" ON "log_record"("trace_id", "span_id");
CREATE INDEX "log_record_origin_time_ns_idx" ON "log_record"("origin", "time_ns");

CREATE TABLE "function_origin" (
    "function_id" TEXT NOT NULL,
    "origin" BLOB NOT NULL,
    PRIMARY KEY ("function_id", "origin")
) WITHOUT ROWID;
CREATE INDEX "function_origin_origin_idx" ON "function_origin"("origin");

CREATE TABLE "invocation" (
    "trace_id" BLOB NOT NULL,
    "span_id" BLOB NOT NULL,
    "function_id" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "origin" BLOB NOT NULL,
    "source" TEXT NOT NULL,
    "invocation_id" TEXT,
    "version" TEXT,
    "trigger" TEXT,
    "architecture" TEXT,
    "start_ns" BIGINT NOT NULL,
    "duration_ns" BIGINT NOT NULL,
    "init_duration_ms" REAL,
    "reported_billed_ms" REAL,
    "billed_ns" BIGINT,
    "cold_start" BOOLEAN,
    "outcome" TEXT NOT NULL,
    "error_type" TEXT,
    "error_message" TEXT,
    "memory_mb" INTEGER,
    "max_memory_used_mb" REAL,
    "cost_pico_usd" BIGINT,
    "cost_precision" TEXT,
    "cost_note" TEXT,
    PRIMARY KEY ("trace_id", "span_id")
);
CREATE INDEX "invocation_start_ns_idx" ON "invocation"("start_ns");
CREATE INDEX "invocation_function_id_start_ns_idx" ON "invocation"("function_id", "start_ns");

CREATE TABLE "rollup" (
    "scope" TEXT NOT NULL,
    "step_seconds" INTEGER NOT NULL,
    "start_seconds" INTEGER NOT NULL,
    "invocations" INTEGER NOT NULL,
    "ok" INTEGER NOT NULL,
    "error" INTEGER NOT NULL,
    "timeout" INTEGER NOT NULL,
    "oom" INTEGER NOT NULL,
    "throttled" INTEGER NOT NULL,
    "cold_starts" INTEGER NOT NULL,
    "duration_sum_ns" BIGINT NOT NULL,
    "duration_max_ns" BIGINT NOT NULL,
    "duration_buckets" BLOB NOT NULL,
    "billed_ns" BIGINT NOT NULL,
    "cost_pico_usd" BIGINT NOT NULL,
    "unpriced" INTEGER NOT NULL,
    PRIMARY KEY ("scope", "step_seconds", "start_seconds")
) WITHOUT ROWID;

-- What Prisma cannot say.

-- The spans of a trace that may be its invocations, without reading the others; and whether one has such children.
CREATE INDEX "span_candidate_idx" ON "span"("trace_id", "parent_span_id") WHERE "candidate" & 1;

-- Failures and cold starts are rare and asked for often.
CREATE INDEX "invocation_failed_idx" ON "invocation"("outcome", "start_ns") WHERE "outcome" <> 'ok';
CREATE INDEX "invocation_cold_idx" ON "invocation"("start_ns") WHERE "cold_start" = 1;

CREATE VIRTUAL TABLE "log_text" USING fts5("body", content = 'log_record', content_rowid = 'id');

-- Function, and what people edit

CREATE TABLE "function" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "provider" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "service" TEXT,
    "platform" TEXT,
    "runtime" TEXT,
    "architecture" TEXT,
    "memory_mb" INTEGER,
    "timeout_ms" INTEGER,
    "version" TEXT,
    "first_seen_ns" BIGINT NOT NULL,
    "last_seen_ns" BIGINT NOT NULL
);

CREATE TABLE "key" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "last_used_at" DATETIME,
    "revoked_at" DATETIME
);

CREATE TABLE "channel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);

CREATE TABLE "rule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "function_id" TEXT,
    "environment" TEXT,
    "window_minutes" INTEGER NOT NULL,
    "threshold" REAL NOT NULL,
    "recovery_threshold" REAL NOT NULL,
    "min_invocations" INTEGER NOT NULL,
    "severity" TEXT NOT NULL,
    "channel_id" TEXT,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);

CREATE TABLE "rule_state" (
    "rule_id" TEXT NOT NULL,
    "group_key" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "evaluated_at" DATETIME NOT NULL,
    "data_at" DATETIME NOT NULL,
    "value" REAL,
    "samples" INTEGER NOT NULL,
    "incident_id" TEXT,

    PRIMARY KEY ("rule_id", "group_key")
);

CREATE TABLE "incident" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "rule_id" TEXT NOT NULL,
    "rule_name" TEXT NOT NULL,
    "group_key" TEXT NOT NULL,
    "labels" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "starts_at" DATETIME NOT NULL,
    "ends_at" DATETIME,
    "value" REAL NOT NULL,
    "threshold" REAL NOT NULL,
    "samples" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "window_minutes" INTEGER NOT NULL,
    "channel_id" TEXT
);

CREATE TABLE "outbox" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "incident_id" TEXT,
    "payload" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "next_attempt_at" DATETIME NOT NULL,
    "attempts" INTEGER NOT NULL,
    "status" TEXT NOT NULL
);

CREATE TABLE "delivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "outbox_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "incident_id" TEXT,
    "attempt" INTEGER NOT NULL,
    "at" DATETIME NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "http_status" INTEGER,
    "error" TEXT,
    "snippet" TEXT,
    "duration_ms" INTEGER NOT NULL
);

CREATE INDEX "function_environment_name_idx" ON "function"("environment", "name");

CREATE UNIQUE INDEX "key_hash_key" ON "key"("hash");

CREATE INDEX "incident_starts_at_idx" ON "incident"("starts_at");

CREATE INDEX "incident_rule_id_starts_at_idx" ON "incident"("rule_id", "starts_at");

CREATE INDEX "outbox_status_next_attempt_at_idx" ON "outbox"("status", "next_attempt_at");

CREATE INDEX "outbox_incident_id_idx" ON "outbox"("incident_id");

CREATE INDEX "delivery_at_idx" ON "delivery"("at");

CREATE INDEX "delivery_outbox_id_idx" ON "delivery"("outbox_id");
