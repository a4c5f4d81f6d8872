-- Telemetry. Spans and log records live in blocks (docs/storage.md); these are the rows beside them.

-- Texts that rows repeat. A column "text or number" holds the id of such a text, or the text itself.
CREATE TABLE "text" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "value" TEXT NOT NULL
);
CREATE UNIQUE INDEX "text_value_key" ON "text"("value");

CREATE TABLE "environment" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL
);
CREATE UNIQUE INDEX "environment_name_key" ON "environment"("name");

CREATE TABLE "function" (
    "no" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
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
    "last_seen_ns" BIGINT NOT NULL,
    "facts_ns" BIGINT
);
CREATE UNIQUE INDEX "function_id_key" ON "function"("id");
CREATE INDEX "function_environment_name_idx" ON "function"("environment", "name");

CREATE TABLE "function_origin" (
    "no" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "function_no" INTEGER NOT NULL,
    "origin" BLOB NOT NULL
);
CREATE UNIQUE INDEX "function_origin_function_no_origin_key" ON "function_origin"("function_no", "origin");
CREATE INDEX "function_origin_origin_idx" ON "function_origin"("origin");

CREATE TABLE "function_set" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "members" TEXT NOT NULL
);
CREATE UNIQUE INDEX "function_set_members_key" ON "function_set"("members");

CREATE TABLE "function_set_member" (
    "function_no" INTEGER NOT NULL,
    "set_id" INTEGER NOT NULL,
    PRIMARY KEY ("function_no", "set_id")
) WITHOUT ROWID;

CREATE TABLE "trace" (
    "start_ns" BIGINT NOT NULL,
    "trace_id" BLOB NOT NULL,
    "duration_ns" BIGINT NOT NULL,
    "root_name" BLOB NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "span_count" INTEGER NOT NULL,
    "error_count" INTEGER NOT NULL,
    "invocation_count" INTEGER NOT NULL,
    "function_set_id" INTEGER,
    "cost_pico_usd" TEXT,
    PRIMARY KEY ("start_ns", "trace_id")
) WITHOUT ROWID;

CREATE TABLE "invocation" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "trace_id" BLOB NOT NULL,
    "span_id" BLOB NOT NULL,
    "function_no" INTEGER NOT NULL,
    "origin_no" INTEGER NOT NULL,
    "source" BLOB NOT NULL,
    "invocation_id" BLOB,
    "version" BLOB,
    "trigger" BLOB,
    "architecture" BLOB,
    "start_ns" BIGINT NOT NULL,
    "duration_ns" BIGINT NOT NULL,
    "init_duration_ms" REAL,
    "reported_billed_ms" REAL,
    "billed_ns" BIGINT,
    "cold_start" BOOLEAN,
    "outcome" INTEGER NOT NULL,
    "error_type" BLOB,
    "error_message" TEXT,
    "memory_mb" INTEGER,
    "max_memory_used_mb" REAL,
    "cost_pico_usd" BIGINT,
    "cost_precision" INTEGER,
    "cost_note" BLOB,
    "execution" TEXT,
    "execution_origin" BLOB,
    "request_key" TEXT,
    "instance" INTEGER,
    "cold_by_init" BOOLEAN,
    "cost_split" BLOB,
    "calls" BLOB
);
CREATE INDEX "invocation_start_ns_idx" ON "invocation"("start_ns");
CREATE INDEX "invocation_function_no_start_ns_idx" ON "invocation"("function_no", "start_ns");

-- Attributes that users promoted, and their values of invocations.
CREATE TABLE "promoted_attribute" (
    "no" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    "promoted_ms" BIGINT NOT NULL,
    "removed" BOOLEAN NOT NULL,
    "filled_ns" BIGINT,
    "filled_id" BIGINT NOT NULL,
    "examined" INTEGER NOT NULL,
    "missed" INTEGER NOT NULL
);

CREATE TABLE "invocation_attribute" (
    "attribute_no" INTEGER NOT NULL,
    "start_ns" BIGINT NOT NULL,
    "invocation_id" INTEGER NOT NULL,
    "value" BLOB NOT NULL,
    "bucket" INTEGER NOT NULL,
    "function_no" INTEGER NOT NULL,
    "outcome" INTEGER NOT NULL,
    PRIMARY KEY ("attribute_no", "start_ns", "invocation_id")
) WITHOUT ROWID;
CREATE INDEX "invocation_attribute_attribute_no_bucket_value_start_ns_idx" ON "invocation_attribute"("attribute_no", "bucket", "value", "start_ns");

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
    "reported" INTEGER NOT NULL,
    "received" INTEGER NOT NULL,
    "cost_waiting" BIGINT NOT NULL,
    "cost_init" BIGINT NOT NULL,
    "cost_telemetry" BIGINT NOT NULL,
    "cost_request" BIGINT NOT NULL,
    "cost_untraced" BIGINT NOT NULL,
    "cost_error" BIGINT NOT NULL,
    "cost_timeout" BIGINT NOT NULL,
    "cost_oom" BIGINT NOT NULL,
    "cost_throttled" BIGINT NOT NULL,
    "cost_retry" BIGINT NOT NULL,
    "retries" INTEGER NOT NULL,
    "billed_mb_ms" BIGINT NOT NULL,
    "init_buckets" BLOB NOT NULL,
    "memory_buckets" BLOB NOT NULL,
    PRIMARY KEY ("scope", "step_seconds", "start_seconds")
) WITHOUT ROWID;

CREATE TABLE "function_variant" (
    "no" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "function_id" BLOB NOT NULL,
    "version" TEXT NOT NULL,
    "memory_mb" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "function_variant_function_id_version_memory_mb_key" ON "function_variant"("function_id", "version", "memory_mb");

CREATE TABLE "size_rollup" (
    "step_seconds" INTEGER NOT NULL,
    "start_seconds" INTEGER NOT NULL,
    "function_id" BLOB NOT NULL,
    "memory_mb" INTEGER NOT NULL,
    "architecture" TEXT NOT NULL,
    "invocations" INTEGER NOT NULL,
    "duration_ns" BIGINT NOT NULL,
    "billed_ns" BIGINT NOT NULL,
    "waited_ns" BIGINT NOT NULL,
    "cost_pico_usd" BIGINT NOT NULL,
    "max_memory_used_mb" REAL,
    PRIMARY KEY ("step_seconds", "start_seconds", "function_id", "memory_mb", "architecture")
) WITHOUT ROWID;

CREATE TABLE "dependency" (
    "no" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "function_id" BLOB NOT NULL,
    "name" TEXT NOT NULL,
    "kind" INTEGER NOT NULL
);
CREATE UNIQUE INDEX "dependency_function_id_name_key" ON "dependency"("function_id", "name");

CREATE TABLE "dependency_rollup" (
    "dependency_no" INTEGER NOT NULL,
    "step_seconds" INTEGER NOT NULL,
    "start_seconds" INTEGER NOT NULL,
    "invocations" INTEGER NOT NULL,
    "waited_ns" BIGINT NOT NULL,
    "cost_pico_usd" BIGINT NOT NULL,
    "calls" INTEGER NOT NULL,
    "errors" INTEGER NOT NULL,
    "call_buckets" BLOB NOT NULL,
    PRIMARY KEY ("dependency_no", "step_seconds", "start_seconds")
) WITHOUT ROWID;

CREATE TABLE "pending_execution" (
    "request_id" TEXT NOT NULL PRIMARY KEY,
    "executions" TEXT NOT NULL,
    "received_ms" BIGINT NOT NULL
);

CREATE TABLE "instance_fact" (
    "key" BLOB NOT NULL PRIMARY KEY,
    "function_name" TEXT NOT NULL,
    "from_ns" BIGINT NOT NULL,
    "until_ns" BIGINT NOT NULL,
    "instance" INTEGER,
    "fact" TEXT NOT NULL,
    "claim_trace_id" BLOB,
    "claim_span_id" BLOB,
    "claim_start_ns" BIGINT,
    "claim_rank" INTEGER
);
CREATE INDEX "instance_fact_function_name_until_ns_idx" ON "instance_fact"("function_name", "until_ns");
CREATE INDEX "instance_fact_claim_trace_id_idx" ON "instance_fact"("claim_trace_id");

CREATE TABLE "platform_origin" (
    "no" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "feed" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "name" TEXT NOT NULL
);
CREATE UNIQUE INDEX "platform_origin_name_feed_provider_account_id_region_environment_key" ON "platform_origin"("name", "feed", "provider", "account_id", "region", "environment");

CREATE TABLE "platform_count" (
    "origin_no" INTEGER NOT NULL,
    "stream" BLOB NOT NULL,
    "minute" INTEGER NOT NULL,
    "value" INTEGER NOT NULL,
    "is_throttles" BOOLEAN NOT NULL,
    PRIMARY KEY ("origin_no", "stream", "minute")
) WITHOUT ROWID;

CREATE TABLE "platform_rollup" (
    "origin_no" INTEGER NOT NULL,
    "step_seconds" INTEGER NOT NULL,
    "start_seconds" INTEGER NOT NULL,
    "executions" INTEGER NOT NULL,
    "throttles" INTEGER,
    PRIMARY KEY ("origin_no", "step_seconds", "start_seconds")
) WITHOUT ROWID;

CREATE TABLE "error_group" (
    "no" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "fingerprint" BLOB NOT NULL,
    "type" TEXT NOT NULL,
    "culprit" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "first_seen_ns" BIGINT NOT NULL,
    "last_seen_ns" BIGINT NOT NULL,
    "seen" TEXT NOT NULL
);
CREATE UNIQUE INDEX "error_group_fingerprint_key" ON "error_group"("fingerprint");
CREATE INDEX "error_group_last_seen_ns_idx" ON "error_group"("last_seen_ns");

CREATE TABLE "error_hour" (
    "group_no" INTEGER NOT NULL,
    "hour" INTEGER NOT NULL,
    "function_id" BLOB NOT NULL,
    "environment" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "invocations" INTEGER NOT NULL,
    "priced" INTEGER NOT NULL,
    "cost_pico_usd" TEXT NOT NULL,
    PRIMARY KEY ("group_no", "hour", "function_id", "environment")
) WITHOUT ROWID;

CREATE TABLE "error_invocation" (
    "start_ns" BIGINT NOT NULL,
    "group_no" INTEGER NOT NULL,
    "trace_id" BLOB NOT NULL,
    "span_id" BLOB NOT NULL,
    "times" INTEGER NOT NULL,

    PRIMARY KEY ("start_ns", "group_no", "trace_id", "span_id")
) WITHOUT ROWID;

-- What Prisma cannot say.

-- Failures and cold starts are rare and asked for often.
CREATE INDEX "invocation_failed_idx" ON "invocation"("start_ns") WHERE "outcome" <> 0;
CREATE INDEX "invocation_function_failed_idx" ON "invocation"("function_no", "start_ns") WHERE "outcome" <> 0;
CREATE INDEX "invocation_cold_idx" ON "invocation"("start_ns") WHERE "cold_start" = 1;
-- Executions without a span: rare, but for functions of which only the platform tells.
CREATE INDEX "invocation_orphan_idx" ON "invocation"("function_no", "start_ns") WHERE "source" = 6;
CREATE INDEX "invocation_function_cold_idx" ON "invocation"("function_no", "start_ns") WHERE "cold_start" = 1;

-- Keys whose values are still being removed may be promoted again.
CREATE UNIQUE INDEX "promoted_attribute_key_idx" ON "promoted_attribute"("key") WHERE "removed" = 0;
-- Values go with their invocation, whoever removes it.
CREATE TRIGGER "invocation_attribute_goes" AFTER DELETE ON "invocation" BEGIN
    DELETE FROM "invocation_attribute" WHERE "attribute_no" IN (SELECT "no" FROM "promoted_attribute")
        AND "start_ns" = OLD."start_ns" AND "invocation_id" = OLD."id";
END;

-- Blocks

CREATE TABLE "retention" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "floor_ns" BIGINT NOT NULL,
    "policy" TEXT
);

CREATE TABLE "deletion" (
    "no" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "query" TEXT NOT NULL,
    "state" INTEGER NOT NULL,
    "requested_ms" BIGINT NOT NULL,
    "traces" INTEGER NOT NULL,
    "invocations" INTEGER NOT NULL,
    "loose_logs" INTEGER NOT NULL
);

CREATE TABLE "deleted" (
    "key" BLOB NOT NULL PRIMARY KEY,
    "until_ms" BIGINT NOT NULL
);

CREATE TABLE "block" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "data" BLOB NOT NULL
);

CREATE TABLE "block_meta" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "spans" INTEGER NOT NULL,
    "logs" INTEGER NOT NULL,
    "span_t0" BIGINT,
    "span_t1" BIGINT,
    "log_t0" BIGINT,
    "log_t1" BIGINT,
    "bytes" INTEGER NOT NULL,
    "tokens" INTEGER NOT NULL,
    "fill" INTEGER NOT NULL,
    "group_id" INTEGER,
    "arrival" INTEGER NOT NULL,
    "examine_ns" BIGINT NOT NULL
);
CREATE INDEX "block_meta_span_t1_idx" ON "block_meta"("span_t1");
CREATE INDEX "block_meta_log_t1_idx" ON "block_meta"("log_t1");
CREATE INDEX "block_meta_examine_ns_idx" ON "block_meta"("examine_ns");

CREATE TABLE "block_head" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "tokens" BLOB NOT NULL
);

CREATE TABLE "block_group" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "positions" INTEGER NOT NULL,
    "span_t0" BIGINT,
    "span_t1" BIGINT,
    "log_t0" BIGINT,
    "log_t1" BIGINT,
    "blocks" BLOB NOT NULL
);

CREATE TABLE "block_key_run" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "level" INTEGER NOT NULL,
    "bits" INTEGER NOT NULL,
    "entries" INTEGER NOT NULL,
    "groups" BLOB NOT NULL
);

CREATE TABLE "block_key" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "entries" BLOB NOT NULL
);

CREATE TABLE "block_filter" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "bits" BLOB NOT NULL
);

-- The few blocks that no group has yet, without the many that one has.
CREATE INDEX "block_meta_open_idx" ON "block_meta"("id") WHERE "group_id" IS NULL;

-- What people edit

CREATE TABLE "key" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "environment" TEXT,
    "expires_at" DATETIME,
    "created_at" DATETIME NOT NULL,
    "last_used_at" DATETIME,
    "revoked_at" DATETIME
);

CREATE TABLE "user" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "environment" TEXT,
    "password_hash" TEXT,
    "identity" TEXT,
    "created_at" DATETIME NOT NULL,
    "last_sign_in_at" DATETIME,
    "disabled_at" DATETIME
);

CREATE TABLE "session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "hash" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "device" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "last_used_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL
);

CREATE TABLE "access_link" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT,
    "expires_at" DATETIME NOT NULL
);

CREATE TABLE "single_sign_on" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "client_secret" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "domains" TEXT NOT NULL,
    "role" TEXT NOT NULL
);

CREATE TABLE "seal_proof" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "proof" TEXT NOT NULL
);

CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

CREATE UNIQUE INDEX "user_identity_key" ON "user"("identity");

CREATE UNIQUE INDEX "session_hash_key" ON "session"("hash");

CREATE INDEX "session_user_id_idx" ON "session"("user_id");

CREATE UNIQUE INDEX "access_link_user_id_key" ON "access_link"("user_id");

CREATE TABLE "channel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "secret" TEXT,
    "previous_secret" TEXT,
    "previous_secret_until" DATETIME,
    "enabled" BOOLEAN NOT NULL,
    "digest_minutes" INTEGER NOT NULL,
    "repeat_minutes" INTEGER NOT NULL,
    "fallback_id" TEXT,
    "title_template" TEXT NOT NULL,
    "text_template" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "failing_since" DATETIME,
    "last_error" TEXT,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);

CREATE TABLE "rule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "definition" TEXT NOT NULL,
    "channel_id" TEXT,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);
CREATE UNIQUE INDEX "rule_key_key" ON "rule"("key");

CREATE TABLE "rule_state" (
    "rule_id" TEXT NOT NULL,
    "group_key" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "incident_id" TEXT,
    "standing" TEXT NOT NULL,

    PRIMARY KEY ("rule_id", "group_key")
);

CREATE TABLE "alert_clock" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "evaluated_ms" BIGINT NOT NULL
);

CREATE TABLE "lease" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL,
    "until_ms" BIGINT NOT NULL
);

CREATE TABLE "incident" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "rule_id" TEXT NOT NULL,
    "rule_name" TEXT NOT NULL,
    "group_key" TEXT NOT NULL,
    "function_id" TEXT,
    "labels" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "starts_at" DATETIME NOT NULL,
    "ends_at" DATETIME,
    "figure" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "value" REAL,
    "threshold" REAL,
    "samples" INTEGER NOT NULL,
    "explanation" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "window_minutes" INTEGER NOT NULL,
    "runbook_url" TEXT,
    "channel_id" TEXT,
    "acknowledged_at" DATETIME,
    "acknowledged_by" TEXT
);

CREATE TABLE "incident_note" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "incident_id" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "author" TEXT NOT NULL,
    "text" TEXT NOT NULL
);

CREATE TABLE "alert_event" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "rule_id" TEXT NOT NULL,
    "group_key" TEXT NOT NULL,
    "labels" TEXT NOT NULL,
    "incident_id" TEXT,
    "at" DATETIME NOT NULL,
    "status" TEXT NOT NULL,
    "point" TEXT NOT NULL,
    "value" REAL,
    "threshold" REAL,
    "samples" INTEGER NOT NULL,
    "explanation" TEXT NOT NULL,
    "quiet" TEXT
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
    "status" TEXT NOT NULL,
    "released_at" DATETIME,
    "merged_into" TEXT,
    "alerts" INTEGER NOT NULL,
    "fallback_of" TEXT
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
    "note" TEXT,
    "duration_ms" INTEGER NOT NULL
);

CREATE TABLE "price_override" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "provider" TEXT NOT NULL,
    "product" TEXT,
    "plan" TEXT,
    "meter" TEXT,
    "region" TEXT,
    "architecture" TEXT,
    "price_usd" TEXT,
    "tiers" TEXT NOT NULL,
    "discount_percent" TEXT,
    "from_day" TEXT,
    "to_day" TEXT,
    "origin" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL
);

CREATE TABLE "ready_capacity" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "function_id" TEXT NOT NULL,
    "instances" INTEGER NOT NULL,
    "from_day" TEXT NOT NULL,
    "to_day" TEXT,
    "created_at" DATETIME NOT NULL
);

CREATE TABLE "concurrency_limit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "provider" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "most" INTEGER NOT NULL,
    "stated_at" DATETIME NOT NULL
);

CREATE TABLE "saved_view" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "screen" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL
);
CREATE INDEX "saved_view_screen_name_idx" ON "saved_view"("screen", "name");

CREATE TABLE "source_map" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "function_name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "content" BLOB NOT NULL,
    "created_at" DATETIME NOT NULL
);
CREATE UNIQUE INDEX "source_map_function_name_version_file_key" ON "source_map"("function_name", "version", "file");

CREATE TABLE "error_triage" (
    "fingerprint" TEXT NOT NULL PRIMARY KEY,
    "state" TEXT NOT NULL,
    "changed_at" DATETIME NOT NULL
);

CREATE TABLE "redaction_rule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "match" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL
);

CREATE TABLE "keep_policy" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "policy" TEXT NOT NULL
);

CREATE TABLE "redaction_detector" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "enabled" BOOLEAN NOT NULL
);

CREATE TABLE "redaction_count" (
    "name" TEXT NOT NULL,
    "day" INTEGER NOT NULL,
    "count" BIGINT NOT NULL,

    PRIMARY KEY ("name", "day")
);

CREATE UNIQUE INDEX "redaction_rule_name_key" ON "redaction_rule"("name");

CREATE INDEX "price_override_origin_provider_idx" ON "price_override"("origin", "provider");

CREATE INDEX "ready_capacity_function_id_idx" ON "ready_capacity"("function_id");

CREATE UNIQUE INDEX "concurrency_limit_provider_account_id_region_key" ON "concurrency_limit"("provider", "account_id", "region");

CREATE UNIQUE INDEX "key_hash_key" ON "key"("hash");

CREATE INDEX "incident_starts_at_idx" ON "incident"("starts_at");

CREATE INDEX "incident_rule_id_starts_at_idx" ON "incident"("rule_id", "starts_at");

CREATE INDEX "incident_note_incident_id_at_idx" ON "incident_note"("incident_id", "at");

CREATE INDEX "alert_event_rule_id_at_idx" ON "alert_event"("rule_id", "at");

CREATE INDEX "alert_event_at_idx" ON "alert_event"("at");

CREATE INDEX "outbox_status_next_attempt_at_idx" ON "outbox"("status", "next_attempt_at");

CREATE INDEX "outbox_incident_id_idx" ON "outbox"("incident_id");

CREATE INDEX "outbox_channel_id_released_at_idx" ON "outbox"("channel_id", "released_at");

CREATE INDEX "delivery_at_idx" ON "delivery"("at");

CREATE INDEX "delivery_outbox_id_idx" ON "delivery"("outbox_id");
