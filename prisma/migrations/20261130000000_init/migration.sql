-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "governance_act" (
    "seq" BIGINT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "governance_act_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "change_draft" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "change" JSONB NOT NULL,
    "invitation_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "change_draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "challenge" TEXT,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "governance_head" (
    "id" INTEGER NOT NULL,
    "size" BIGINT NOT NULL,

    CONSTRAINT "governance_head_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "roles" TEXT[],
    "secret_hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passkey_counter" (
    "credential_id" TEXT NOT NULL,
    "counter" BIGINT NOT NULL,

    CONSTRAINT "passkey_counter_pkey" PRIMARY KEY ("credential_id")
);

-- CreateTable
CREATE TABLE "key_use" (
    "key_id" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_use_pkey" PRIMARY KEY ("key_id")
);

-- CreateTable
CREATE TABLE "session" (
    "sid" TEXT NOT NULL,
    "sess" JSON NOT NULL,
    "expire" TIMESTAMP(6) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "person_session" (
    "id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "sid_hash" TEXT NOT NULL,
    "former_sid_hash" TEXT,
    "former_until" TIMESTAMPTZ(3),
    "rotated_at" TIMESTAMPTZ(3) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "network_address" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,

    CONSTRAINT "person_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "openid_sign_in" (
    "handle_hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "nonce" TEXT NOT NULL,
    "code_verifier" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "openid_sign_in_pkey" PRIMARY KEY ("handle_hash")
);

-- CreateTable
CREATE TABLE "destination_challenge" (
    "challenge" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "destination_challenge_pkey" PRIMARY KEY ("challenge")
);

-- CreateTable
CREATE TABLE "transfer" (
    "id" TEXT NOT NULL,
    "safe_id" TEXT NOT NULL,
    "requester_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "lane_of" TEXT,
    "intent" JSONB NOT NULL,
    "asset_id" TEXT,
    "destination_id" TEXT,
    "destination_address" TEXT,
    "amount" DECIMAL(78,0),
    "reference" TEXT,
    "intent_hash" TEXT NOT NULL,
    "intent_signature" TEXT NOT NULL,
    "signer_key_id" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "safe_tx_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ordinal" BIGSERIAL NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "transfer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transfer_hash" (
    "hash" TEXT NOT NULL,
    "transfer_id" TEXT NOT NULL,

    CONSTRAINT "transfer_hash_pkey" PRIMARY KEY ("hash","transfer_id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" TEXT NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "policy_hash" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "outcome" JSONB NOT NULL,
    "worth" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "limit_scope" (
    "key" TEXT NOT NULL,
    "held" DECIMAL(100,0) NOT NULL DEFAULT 0,
    "settled" DECIMAL(100,0) NOT NULL DEFAULT 0,
    "entries" BIGINT NOT NULL DEFAULT 0,
    "settled_transfers" BIGINT NOT NULL DEFAULT 0,
    "clock" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "limit_scope_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "limit_entry" (
    "scope" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "amount" DECIMAL(78,0) NOT NULL,
    "total" DECIMAL(100,0) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "limit_entry_pkey" PRIMARY KEY ("scope","seq")
);

-- CreateTable
CREATE TABLE "reservation" (
    "transfer_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "amount" DECIMAL(78,0) NOT NULL,
    "state" TEXT NOT NULL,
    "reserved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reservation_pkey" PRIMARY KEY ("transfer_id","scope")
);

-- CreateTable
CREATE TABLE "reservation_bound" (
    "transfer_id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "window_seconds" INTEGER NOT NULL,
    "used_before" DECIMAL(100,0) NOT NULL,
    "amount" DECIMAL(78,0) NOT NULL,
    "bound" DECIMAL(100,0) NOT NULL,

    CONSTRAINT "reservation_bound_pkey" PRIMARY KEY ("transfer_id","rule")
);

-- CreateTable
CREATE TABLE "simulation" (
    "id" TEXT NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "stage" TEXT NOT NULL,
    "safe_tx_hash" TEXT NOT NULL,
    "block_number" BIGINT NOT NULL,
    "block_hash" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "effects_digest" TEXT,
    "record" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "simulation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revision" (
    "transfer_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "requester_id" TEXT NOT NULL,
    "cleared_at" TIMESTAMPTZ(3) NOT NULL,
    "stale_at" TIMESTAMPTZ(3),
    "because" TEXT,

    CONSTRAINT "revision_pkey" PRIMARY KEY ("transfer_id","revision")
);

-- CreateTable
CREATE TABLE "rekeying" (
    "id" TEXT NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "matched" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rekeying_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "confirmation" (
    "id" TEXT NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "clearance" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "confirmation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_exception" (
    "id" TEXT NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "statement" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_exception_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "owner_signature" (
    "transfer_id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "safe_tx_hash" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "owner_signature_pkey" PRIMARY KEY ("transfer_id","safe_tx_hash","owner")
);

-- CreateTable
CREATE TABLE "cancellation" (
    "id" TEXT NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "asked_by" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "person_id" TEXT,
    "key_id" TEXT,
    "decision" TEXT,
    "reason" TEXT,
    "digest" TEXT,
    "signature" TEXT,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "cancellation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "relayer_flight" (
    "address" TEXT NOT NULL,
    "nonce" BIGINT NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "transaction_hash" TEXT NOT NULL,
    "raw_transaction" TEXT NOT NULL,
    "signed_at_block" BIGINT NOT NULL,
    "sent_at_block" BIGINT,
    "versions" INTEGER NOT NULL,
    "said" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "relayer_flight_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "transfer_hold" (
    "transfer_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "transfer_hold_pkey" PRIMARY KEY ("transfer_id")
);

-- CreateTable
CREATE TABLE "exposure_record" (
    "id" TEXT NOT NULL,
    "safe_id" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "exposure_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "execution_record" (
    "transfer_id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "record" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "execution_record_pkey" PRIMARY KEY ("transfer_id")
);

-- CreateTable
CREATE TABLE "chain_look" (
    "transfer_id" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chain_look_pkey" PRIMARY KEY ("transfer_id")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "safe_id" TEXT,
    "transfer_id" TEXT,
    "detail" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_acknowledgement" (
    "finding_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "finding_acknowledgement_pkey" PRIMARY KEY ("finding_id","person_id")
);

-- CreateTable
CREATE TABLE "freeze" (
    "id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "finding_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "freeze_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "principal" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "response" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("principal","key")
);

-- CreateTable
CREATE TABLE "audit_staged" (
    "id" BIGSERIAL NOT NULL,
    "xact" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "ref" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "safe_id" TEXT,
    "subject" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "detail" TEXT NOT NULL,
    "seal" BYTEA NOT NULL,

    CONSTRAINT "audit_staged_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "index" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "safe_id" TEXT,
    "subject" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT NOT NULL,
    "leaf_hash" TEXT NOT NULL,
    "staged_id" BIGINT,
    "outcome" TEXT,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("index")
);

-- CreateTable
CREATE TABLE "audit_export" (
    "id" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "reader" JSONB NOT NULL,
    "format" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "from_index" BIGINT NOT NULL,
    "to_index" BIGINT NOT NULL,
    "checkpoint_size" BIGINT NOT NULL,
    "checkpoint" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "next_index" BIGINT NOT NULL,
    "parts" INTEGER NOT NULL DEFAULT 0,
    "entries" BIGINT NOT NULL DEFAULT 0,
    "veiled" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "failure" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "touched_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_export_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_export_part" (
    "export_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "audit_export_part_pkey" PRIMARY KEY ("export_id","number")
);

-- CreateTable
CREATE TABLE "log_tile" (
    "level" INTEGER NOT NULL,
    "index" BIGINT NOT NULL,
    "hashes" BYTEA NOT NULL,
    "root" BYTEA NOT NULL,

    CONSTRAINT "log_tile_pkey" PRIMARY KEY ("level","index")
);

-- CreateTable
CREATE TABLE "log_checkpoint" (
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "frontier" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "log_checkpoint_pkey" PRIMARY KEY ("size")
);

-- CreateTable
CREATE TABLE "log_cosignature" (
    "size" BIGINT NOT NULL,
    "witness" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "log_cosignature_pkey" PRIMARY KEY ("size","witness")
);

-- CreateIndex
CREATE INDEX "change_draft_person_id_created_at_idx" ON "change_draft"("person_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_person_id_idx" ON "invitation"("person_id");

-- CreateIndex
CREATE INDEX "session_expire_idx" ON "session"("expire");

-- CreateIndex
CREATE UNIQUE INDEX "person_session_sid_hash_key" ON "person_session"("sid_hash");

-- CreateIndex
CREATE UNIQUE INDEX "person_session_former_sid_hash_key" ON "person_session"("former_sid_hash");

-- CreateIndex
CREATE INDEX "person_session_person_id_idx" ON "person_session"("person_id");

-- CreateIndex
CREATE INDEX "person_session_last_seen_at_idx" ON "person_session"("last_seen_at");

-- CreateIndex
CREATE INDEX "openid_sign_in_expires_at_idx" ON "openid_sign_in"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "transfer_lane_of_key" ON "transfer"("lane_of");

-- CreateIndex
CREATE UNIQUE INDEX "transfer_intent_hash_key" ON "transfer"("intent_hash");

-- CreateIndex
CREATE INDEX "transfer_safe_id_state_created_at_idx" ON "transfer"("safe_id", "state", "created_at");

-- CreateIndex
CREATE INDEX "transfer_safe_tx_hash_idx" ON "transfer"("safe_tx_hash");

-- CreateIndex
CREATE INDEX "transfer_safe_id_ended_at_idx" ON "transfer"("safe_id", "ended_at");

-- CreateIndex
CREATE INDEX "transfer_requester_id_ended_at_idx" ON "transfer"("requester_id", "ended_at");

-- CreateIndex
CREATE INDEX "transfer_state_id_idx" ON "transfer"("state", "id");

-- CreateIndex
CREATE INDEX "transfer_safe_id_id_idx" ON "transfer"("safe_id", "id");

-- CreateIndex
CREATE INDEX "transfer_requester_id_id_idx" ON "transfer"("requester_id", "id");

-- CreateIndex
CREATE INDEX "transfer_hash_transfer_id_idx" ON "transfer_hash"("transfer_id");

-- CreateIndex
CREATE INDEX "decision_transfer_id_created_at_idx" ON "decision"("transfer_id", "created_at");

-- CreateIndex
CREATE INDEX "decision_created_at_id_idx" ON "decision"("created_at", "id");

-- CreateIndex
CREATE INDEX "limit_entry_scope_at_seq_idx" ON "limit_entry"("scope", "at", "seq");

-- CreateIndex
CREATE INDEX "limit_entry_scope_total_seq_idx" ON "limit_entry"("scope", "total", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "limit_entry_transfer_id_scope_key" ON "limit_entry"("transfer_id", "scope");

-- CreateIndex
CREATE INDEX "simulation_transfer_id_created_at_idx" ON "simulation"("transfer_id", "created_at");

-- CreateIndex
CREATE INDEX "revision_requester_id_cleared_at_idx" ON "revision"("requester_id", "cleared_at");

-- CreateIndex
CREATE INDEX "rekeying_transfer_id_revision_person_id_idx" ON "rekeying"("transfer_id", "revision", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "confirmation_transfer_id_revision_person_id_key" ON "confirmation"("transfer_id", "revision", "person_id");

-- CreateIndex
CREATE INDEX "policy_exception_transfer_id_rule_person_id_idx" ON "policy_exception"("transfer_id", "rule", "person_id");

-- CreateIndex
CREATE INDEX "cancellation_transfer_id_idx" ON "cancellation"("transfer_id");

-- CreateIndex
CREATE INDEX "exposure_record_safe_id_id_idx" ON "exposure_record"("safe_id", "id");

-- CreateIndex
CREATE INDEX "finding_safe_id_created_at_idx" ON "finding"("safe_id", "created_at");

-- CreateIndex
CREATE INDEX "freeze_scope_idx" ON "freeze"("scope");

-- CreateIndex
CREATE UNIQUE INDEX "audit_staged_ref_key" ON "audit_staged"("ref");

-- CreateIndex
CREATE INDEX "audit_staged_xact_idx" ON "audit_staged"("xact");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_staged_id_key" ON "audit_entry"("staged_id");

-- CreateIndex
CREATE INDEX "audit_entry_type_index_idx" ON "audit_entry"("type", "index");

-- CreateIndex
CREATE INDEX "audit_entry_actor_index_idx" ON "audit_entry"("actor", "index");

-- CreateIndex
CREATE INDEX "audit_entry_subject_index_idx" ON "audit_entry"("subject", "index");

-- CreateIndex
CREATE INDEX "audit_entry_safe_id_index_idx" ON "audit_entry"("safe_id", "index");

-- CreateIndex
CREATE INDEX "audit_entry_outcome_index_idx" ON "audit_entry"("outcome", "index");

-- CreateIndex
CREATE INDEX "audit_export_requested_by_id_idx" ON "audit_export"("requested_by", "id");

-- CreateIndex
CREATE INDEX "audit_export_status_idx" ON "audit_export"("status");

-- CreateIndex
CREATE INDEX "audit_export_expires_at_idx" ON "audit_export"("expires_at");

-- CreateIndex
CREATE INDEX "log_checkpoint_at_idx" ON "log_checkpoint"("at");

-- CreateIndex
CREATE INDEX "log_cosignature_witness_size_idx" ON "log_cosignature"("witness", "size");

-- AddForeignKey
ALTER TABLE "transfer_hash" ADD CONSTRAINT "transfer_hash_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservation_bound" ADD CONSTRAINT "reservation_bound_transfer_id_scope_fkey" FOREIGN KEY ("transfer_id", "scope") REFERENCES "reservation"("transfer_id", "scope") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "simulation" ADD CONSTRAINT "simulation_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "revision" ADD CONSTRAINT "revision_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rekeying" ADD CONSTRAINT "rekeying_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "confirmation" ADD CONSTRAINT "confirmation_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_exception" ADD CONSTRAINT "policy_exception_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner_signature" ADD CONSTRAINT "owner_signature_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cancellation" ADD CONSTRAINT "cancellation_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfer_hold" ADD CONSTRAINT "transfer_hold_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "execution_record" ADD CONSTRAINT "execution_record_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chain_look" ADD CONSTRAINT "chain_look_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding_acknowledgement" ADD CONSTRAINT "finding_acknowledgement_finding_id_fkey" FOREIGN KEY ("finding_id") REFERENCES "finding"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_export_part" ADD CONSTRAINT "audit_export_part_export_id_fkey" FOREIGN KEY ("export_id") REFERENCES "audit_export"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: what Prisma cannot say.

-- What lists find transfers by. Generated, so that nobody can make a row be found by other than its intent.
ALTER TABLE "transfer"
  DROP COLUMN "asset_id", DROP COLUMN "destination_id", DROP COLUMN "destination_address", DROP COLUMN "amount",
  DROP COLUMN "reference";
ALTER TABLE "transfer"
  ADD COLUMN "asset_id" text GENERATED ALWAYS AS ("intent" ->> 'assetId') STORED,
  ADD COLUMN "destination_id" text GENERATED ALWAYS AS ("intent" ->> 'destinationId') STORED,
  ADD COLUMN "destination_address" text GENERATED ALWAYS AS ("intent" ->> 'destination') STORED,
  ADD COLUMN "amount" numeric(78, 0) GENERATED ALWAYS AS (("intent" ->> 'amount')::numeric) STORED,
  ADD COLUMN "reference" text GENERATED ALWAYS AS (lower("intent" ->> 'reference')) STORED;
-- With the state, so that counts by state need not read the rows.
CREATE INDEX "transfer_asset_id_id_idx" ON "transfer" ("asset_id", "id") INCLUDE ("state");
CREATE INDEX "transfer_destination_id_id_idx" ON "transfer" ("destination_id", "id");
CREATE INDEX "transfer_destination_address_id_idx" ON "transfer" ("destination_address", "id");
-- By any part of the reference. An administrator may have put the extension into a schema that is not searched.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
DO $$
BEGIN
  EXECUTE format(
    'CREATE INDEX "transfer_reference_trigrams" ON "transfer" USING GIN ("reference" %s.gin_trgm_ops)',
    (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'pg_trgm'));
END $$;
-- A word that is in many references is counted, and found in a rare state, without reading the rows; as are times.
CREATE INDEX "transfer_state_reference_idx" ON "transfer" ("state", "id") INCLUDE ("created_at", "reference");

-- Invariant 16: the log only grows. Statement triggers refuse even a statement that matches no row.
CREATE FUNCTION "audit_entry_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_entry is append-only: % is refused', TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Append a correcting entry instead.';
END;
$$;

CREATE TRIGGER "audit_entry_append_only"
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_entry_refuse_change"();

-- Fires also under session_replication_role = replica, the usual way around triggers.
ALTER TABLE "audit_entry" ENABLE ALWAYS TRIGGER "audit_entry_append_only";

-- Invariant 16: the tables behind the log only grow. A staged row stays after its entry names it, so that nobody needs
-- the right to delete.
CREATE FUNCTION "log_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END;
$$;

CREATE TRIGGER "audit_staged_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_staged"
  FOR EACH STATEMENT EXECUTE FUNCTION "log_refuse_change"();
CREATE TRIGGER "log_tile_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "log_tile"
  FOR EACH STATEMENT EXECUTE FUNCTION "log_refuse_change"();
CREATE TRIGGER "log_checkpoint_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "log_checkpoint"
  FOR EACH STATEMENT EXECUTE FUNCTION "log_refuse_change"();
CREATE TRIGGER "log_cosignature_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "log_cosignature"
  FOR EACH STATEMENT EXECUTE FUNCTION "log_refuse_change"();

-- Fire also under session_replication_role = replica, the usual way around triggers.
ALTER TABLE "audit_staged" ENABLE ALWAYS TRIGGER "audit_staged_append_only";
ALTER TABLE "log_tile" ENABLE ALWAYS TRIGGER "log_tile_append_only";
ALTER TABLE "log_checkpoint" ENABLE ALWAYS TRIGGER "log_checkpoint_append_only";
ALTER TABLE "log_cosignature" ENABLE ALWAYS TRIGGER "log_cosignature_append_only";

-- The last line of defence, should two sequencers ever run at once: a checkpoint is larger than all before it, and
-- covers exactly the entries that exist.
CREATE FUNCTION "log_checkpoint_grows"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."size" <= (SELECT max("size") FROM "log_checkpoint") THEN
    RAISE EXCEPTION 'a checkpoint of % entries would not grow the log', NEW."size" USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."size" <> (SELECT max("index") + 1 FROM "audit_entry") THEN
    RAISE EXCEPTION 'a checkpoint of % entries is not of the entries that there are', NEW."size"
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END;
$$;

CREATE TRIGGER "log_checkpoint_grows" BEFORE INSERT ON "log_checkpoint"
  FOR EACH ROW EXECUTE FUNCTION "log_checkpoint_grows"();
ALTER TABLE "log_checkpoint" ENABLE ALWAYS TRIGGER "log_checkpoint_grows";

ALTER TABLE "log_checkpoint" ADD CONSTRAINT "log_checkpoint_hashes"
  CHECK (length("root") = 32 AND length("frontier") % 32 = 0);
ALTER TABLE "log_tile" ADD CONSTRAINT "log_tile_full" CHECK (length("hashes") = 8192 AND length("root") = 32);

-- Hashes do not compress, so do not try.
ALTER TABLE "log_tile" ALTER COLUMN "hashes" SET STORAGE EXTERNAL;

ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_outcome"
  CHECK ("outcome" IN ('success', 'denied', 'failure'));
ALTER TABLE "audit_export" ADD CONSTRAINT "audit_export_status"
  CHECK ("status" IN ('queued', 'running', 'done', 'failed') AND ("status" <> 'done' OR "sha256" IS NOT NULL));

-- The register only grows, as the log does.
CREATE FUNCTION "governance_act_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'governance_act is append-only: % is refused', TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'Propose a change instead.';
END;
$$;

CREATE TRIGGER "governance_act_append_only"
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "governance_act"
  FOR EACH STATEMENT EXECUTE FUNCTION "governance_act_refuse_change"();

-- Fires also under session_replication_role = replica, the usual way around triggers.
ALTER TABLE "governance_act" ENABLE ALWAYS TRIGGER "governance_act_append_only";

-- Exactly one head, whose row lock serialises the acts.
ALTER TABLE "governance_head" ADD CONSTRAINT "governance_head_single" CHECK ("id" = 1);
INSERT INTO "governance_head" ("id", "size") VALUES (1, 0);

-- A freeze ends by a governed change, never by an edit: the table only grows, as the log does.
CREATE FUNCTION "freeze_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'freeze is append-only: % is refused', TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'A freeze is lifted by a governed change.';
END;
$$;

CREATE TRIGGER "freeze_append_only"
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "freeze"
  FOR EACH STATEMENT EXECUTE FUNCTION "freeze_refuse_change"();

-- Fires also under session_replication_role = replica, the usual way around triggers.
ALTER TABLE "freeze" ENABLE ALWAYS TRIGGER "freeze_append_only";

-- A freeze with any other scope would stop nothing.
ALTER TABLE "freeze" ADD CONSTRAINT "freeze_scope" CHECK ("scope" = 'all' OR "scope" LIKE 'safe\_%');

-- The destination has no column: only the intent names it, and the intent's hash covers it.
CREATE INDEX "transfer_destination_ended_at_idx" ON "transfer" (("intent" ->> 'destinationId'), "ended_at");

-- A negative reservation would widen the limit that it counts against.
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_not_negative" CHECK ("amount" >= 0);

-- The last line of defence, whatever the application does.
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_state" CHECK ("state" IN ('held', 'settled', 'released'));
ALTER TABLE "limit_scope" ADD CONSTRAINT "limit_scope_held_not_negative" CHECK ("held" >= 0);
ALTER TABLE "limit_entry" ADD CONSTRAINT "limit_entry_total" CHECK ("amount" >= 0 AND "total" >= "amount" AND "seq" > 0);
ALTER TABLE "reservation_bound" ADD CONSTRAINT "reservation_bound_not_negative"
  CHECK ("used_before" >= 0 AND "amount" >= 0 AND "window_seconds" > 0);
ALTER TABLE "reservation_bound" ADD CONSTRAINT "reservation_bound_holds" CHECK ("used_before" + "amount" <= "bound");

CREATE FUNCTION "limit_scope_refuse_fall"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'limit_scope never falls and never goes: % is refused', TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'What was settled stays counted for the length of each window.';
END;
$$;

CREATE TRIGGER "limit_scope_never_falls" BEFORE UPDATE ON "limit_scope" FOR EACH ROW
  WHEN (NEW."key" <> OLD."key" OR NEW."settled" < OLD."settled" OR NEW."entries" < OLD."entries"
    OR NEW."settled_transfers" < OLD."settled_transfers" OR NEW."clock" < OLD."clock")
  EXECUTE FUNCTION "limit_scope_refuse_fall"();
CREATE TRIGGER "limit_scope_never_goes" BEFORE DELETE OR TRUNCATE ON "limit_scope" FOR EACH STATEMENT
  EXECUTE FUNCTION "limit_scope_refuse_fall"();

CREATE FUNCTION "limit_entry_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'limit_entry is append-only: % is refused', TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'What was settled stays counted for the length of each window.';
END;
$$;

CREATE TRIGGER "limit_entry_append_only"
  BEFORE UPDATE OR DELETE OR TRUNCATE ON "limit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "limit_entry_refuse_change"();

-- Fire also under session_replication_role = replica, the usual way around triggers.
ALTER TABLE "limit_scope" ENABLE ALWAYS TRIGGER "limit_scope_never_falls";
ALTER TABLE "limit_scope" ENABLE ALWAYS TRIGGER "limit_scope_never_goes";
ALTER TABLE "limit_entry" ENABLE ALWAYS TRIGGER "limit_entry_append_only";

-- A hot scope's row is updated constantly: free space in its page allows heap-only updates, which spare the index.
ALTER TABLE "limit_scope" SET (fillfactor = 50);

-- Each function below is one round trip. At READ COMMITTED each of its statements sees what was committed while it
-- waited for a lock; a snapshot of the whole transaction would not. Plans are cached, so sequential scans are off: a
-- plan made while a table was small would still scan all of it after it has grown.

-- Locks scopes in the one global order, which prevents deadlock.
CREATE FUNCTION "limit_lock"("scopes" text[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'limits are used at READ COMMITTED only, not at %', current_setting('transaction_isolation')
      USING ERRCODE = 'invalid_transaction_state';
  END IF;
  -- Makes the missing rows and locks the others in one pass: the WHERE refuses the update, after the lock was taken.
  INSERT INTO "limit_scope" AS s ("key")
    SELECT k FROM (SELECT DISTINCT unnest("scopes") AS k) AS keys ORDER BY k COLLATE "C"
    ON CONFLICT ("key") DO UPDATE SET "held" = s."held" WHERE false;
END;
$$;

CREATE FUNCTION "limit_lock_held"("transfer" text) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  PERFORM "limit_lock"(ARRAY(
    SELECT r."scope" FROM "reservation" r WHERE r."transfer_id" = "transfer" AND r."state" = 'held'));
END;
$$;

-- The running total as it stood at a moment: one index probe.
CREATE FUNCTION "limit_total_at"("of_scope" text, "moment" timestamptz) RETURNS numeric LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN COALESCE((SELECT e."total" FROM "limit_entry" e WHERE e."scope" = "of_scope" AND e."at" <= "moment"
    ORDER BY e."at" DESC, e."seq" DESC LIMIT 1), 0);
END;
$$;

-- When the entry that raises the running total to `least` leaves a window: one index probe. Whole seconds, rounded up.
CREATE FUNCTION "limit_leaves_at"("of_scope" text, "least" numeric, "seconds" int) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT ceil(extract(epoch FROM e."at"))::bigint + "seconds" FROM "limit_entry" e
    WHERE e."scope" = "of_scope" AND e."total" >= "least" ORDER BY e."total", e."seq" LIMIT 1);
END;
$$;

-- Locks the scopes and returns for each window its usage without one transfer and, if an amount does not fit, when it
-- will, and the next three times at which budget frees. It loops over the windows: one statement over all of them was
-- planned again at each call, which cost three times as much as its work.
CREATE FUNCTION "limit_usage"(
  "scopes" text[], "window_scopes" text[], "window_seconds" int[], "amounts" numeric[], "maxima" numeric[],
  "now" timestamptz, "except_transfer" text)
RETURNS TABLE ("used" numeric, "fits" boolean, "fits_at" bigint, "frees" jsonb)
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  s record;
  own record;
  unfreeable numeric;
  gone numeric;
  leaves bigint;
BEGIN
  PERFORM "limit_lock"("scopes");
  FOR i IN 1..cardinality("window_scopes") LOOP
    SELECT l."key", l."held", l."settled" INTO STRICT s FROM "limit_scope" l WHERE l."key" = "window_scopes"[i];
    SELECT r."amount", r."state" INTO own FROM "reservation" r
      WHERE r."transfer_id" = "except_transfer" AND r."scope" = s."key";
    IF own."state" = 'settled' THEN
      RAISE EXCEPTION '% has been paid: what it would use is not asked again', "except_transfer";
    END IF;
    unfreeable := s."held" - CASE WHEN own."state" = 'held' THEN own."amount" ELSE 0 END;
    gone := "limit_total_at"(s."key", "now" - make_interval(secs => "window_seconds"[i]));
    "used" := unfreeable + s."settled" - gone;
    "fits" := "used" + "amounts"[i] <= "maxima"[i];
    "fits_at" := NULL;
    "frees" := '[]';
    IF NOT "fits" AND unfreeable + "amounts"[i] <= "maxima"[i] THEN
      "fits_at" := "limit_leaves_at"(
        s."key", unfreeable + s."settled" + "amounts"[i] - "maxima"[i], "window_seconds"[i]);
    END IF;
    WHILE NOT "fits" AND gone < s."settled" AND jsonb_array_length("frees") < 3 LOOP
      leaves := "limit_leaves_at"(s."key", gone + 1, "window_seconds"[i]);
      gone := "limit_total_at"(s."key", to_timestamp(leaves - "window_seconds"[i]));
      "frees" := "frees" || jsonb_build_object('at', leaves, 'used', (unfreeable + s."settled" - gone)::text);
    END LOOP;
    RETURN NEXT;
  END LOOP;
END;
$$;

-- Holds budget, and records each rule's usage before and its bound: the CHECK on that row is the last line of defence.
-- The scopes are locked by the statement that adds to them, in the order of "limit_lock".
CREATE FUNCTION "limit_reserve"(
  "transfer" text, "scopes" text[], "amounts" numeric[],
  "rules" text[], "rule_scopes" text[], "window_seconds" int[], "bounds" numeric[], "moment" timestamptz DEFAULT NULL)
RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
  mine numeric;
  used numeric;
BEGIN
  INSERT INTO "limit_scope" AS s ("key", "held", "clock")
    SELECT a."scope", a."amount", COALESCE("moment", clock_timestamp())
    FROM unnest("scopes", "amounts") AS a("scope", "amount") ORDER BY a."scope" COLLATE "C"
    ON CONFLICT ("key") DO UPDATE SET "held" = s."held" + EXCLUDED."held",
      "clock" = GREATEST(s."clock", COALESCE("moment", clock_timestamp()));
  "moment" := COALESCE("moment", clock_timestamp());
  INSERT INTO "reservation" ("transfer_id", "scope", "amount", "state", "reserved_at")
    SELECT "transfer", a."scope", a."amount", 'held', "moment" FROM unnest("scopes", "amounts") AS a("scope", "amount");
  FOR i IN 1..cardinality("rules") LOOP
    mine := "amounts"[array_position("scopes", "rule_scopes"[i])];
    SELECT s."held" + s."settled" - mine INTO used FROM "limit_scope" s WHERE s."key" = "rule_scopes"[i];
    INSERT INTO "reservation_bound" ("transfer_id", "rule", "scope", "window_seconds", "used_before", "amount", "bound")
      VALUES ("transfer", "rules"[i], "rule_scopes"[i], "window_seconds"[i],
        used - "limit_total_at"("rule_scopes"[i], date_trunc('second', "moment") - make_interval(secs => "window_seconds"[i])),
        mine, "bounds"[i]);
  END LOOP;
END;
$$;

-- The chain has paid: held amounts become entries of the running totals. Returns how many of the transfer's
-- reservations are settled now, by this or an earlier call.
CREATE FUNCTION "limit_settle"("transfer" text, "as_approved" boolean, "moment" timestamptz DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  PERFORM "limit_lock_held"("transfer");
  "moment" := COALESCE("moment", clock_timestamp());
  WITH moved AS (
    UPDATE "reservation" r SET "state" = 'settled' WHERE r."transfer_id" = "transfer" AND r."state" = 'held'
    RETURNING r."scope", r."amount"
  ), counted AS (
    UPDATE "limit_scope" AS s SET "held" = s."held" - m."amount", "settled" = s."settled" + m."amount",
      "entries" = s."entries" + 1, "settled_transfers" = s."settled_transfers" + "as_approved"::int,
      "clock" = GREATEST(s."clock", "moment")
    FROM moved m WHERE s."key" = m."scope"
    RETURNING s."key", s."entries", m."amount", s."settled", s."clock"
  )
  INSERT INTO "limit_entry" ("scope", "seq", "transfer_id", "amount", "total", "at")
    SELECT c."key", c."entries", "transfer", c."amount", c."settled", c."clock" FROM counted c;
  RETURN (SELECT count(*) FROM "reservation" r WHERE r."transfer_id" = "transfer" AND r."state" = 'settled');
END;
$$;

-- The chain can no longer pay. What was settled stays.
CREATE FUNCTION "limit_release"("transfer" text) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  PERFORM "limit_lock_held"("transfer");
  WITH freed AS (
    UPDATE "reservation" r SET "state" = 'released' WHERE r."transfer_id" = "transfer" AND r."state" = 'held'
    RETURNING r."scope", r."amount"
  )
  UPDATE "limit_scope" AS s SET "held" = s."held" - f."amount" FROM freed f WHERE s."key" = f."scope";
END;
$$;

-- Whoever watches is told of an act at its commit, by names only (decision record 0035). The acts named here change no
-- view, and their commits are spared the lock of a notification; the rest of the list is `TOLD` in
-- src/domain/audit-log/hints/told.ts, and a spec compares. Texts are cut, because a notification of 8000 bytes would
-- fail the act.
CREATE FUNCTION "tell_act"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  said json;
  named json := '{}';
BEGIN
  IF NEW."type" LIKE 'change.%' OR NEW."type" LIKE '%.frozen'
    OR NEW."type" IN ('finding.recorded', 'invitation.created') THEN
    BEGIN
      said := NEW."detail"::json;
      named := json_build_object(
        'finding', left(said ->> 'finding', 100), 'freeze', left(said ->> 'freeze', 100),
        'invitation', left(said ->> 'invitation', 100),
        'kind', left(said ->> 'kind', 100), 'object', left(said ->> 'object', 100));
    EXCEPTION WHEN OTHERS THEN
      -- PostgreSQL reads less than JSON allows, and telling must never fail the act: unknown to all, it is everything.
      PERFORM pg_notify('sluice_acts', '{"type":"unreadable"}');
      RETURN NULL;
    END;
  END IF;
  PERFORM pg_notify('sluice_acts', json_strip_nulls(json_build_object(
    'type', left(NEW."type", 100), 'subject', left(NEW."subject", 100), 'safe', left(NEW."safe_id", 100),
    'finding', named -> 'finding', 'freeze', named -> 'freeze', 'invitation', named -> 'invitation',
    'kind', named -> 'kind', 'object', named -> 'object'))::text);
  RETURN NULL;
END;
$$;
CREATE TRIGGER "audit_staged_tell" AFTER INSERT ON "audit_staged" FOR EACH ROW
  WHEN (NEW."type" NOT IN (
    'session.opened', 'session.refused', 'request.refused', 'change.drafted', 'enrolment.refused',
    'destination.challenged', 'safe-transaction.inspected', 'policy.evaluated', 'policy.reviewed',
    'destination.checked', 'audit.read',
    'audit-export.requested', 'audit-export.finished', 'audit-export.failed', 'audit-export.downloaded',
    'audit-export.expired', 'evidence.read'))
  EXECUTE FUNCTION "tell_act"();

-- What people see change without an entry in the log.
CREATE FUNCTION "tell_chain_look"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('sluice_acts', json_build_object(
    'type', TG_TABLE_NAME, 'subject', left(COALESCE(NEW."transfer_id", OLD."transfer_id"), 100))::text);
  RETURN NULL;
END;
$$;
CREATE TRIGGER "chain_look_tell" AFTER INSERT OR UPDATE OR DELETE ON "chain_look" FOR EACH ROW
  EXECUTE FUNCTION "tell_chain_look"();

-- Somebody may have another role now, or none.
CREATE FUNCTION "tell_governance_act"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('sluice_acts', json_build_object('type', TG_TABLE_NAME)::text);
  RETURN NULL;
END;
$$;
CREATE TRIGGER "governance_act_tell" AFTER INSERT ON "governance_act" FOR EACH STATEMENT
  EXECUTE FUNCTION "tell_governance_act"();
