-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "person" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "roles" TEXT[],
    "groups" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key" (
    "address" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "active_from" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_pkey" PRIMARY KEY ("address")
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

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "sid" TEXT NOT NULL,
    "sess" JSON NOT NULL,
    "expire" TIMESTAMP(6) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("sid")
);

-- CreateTable
CREATE TABLE "safe" (
    "id" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "profile" JSONB NOT NULL,
    "profile_hash" TEXT NOT NULL,
    "onboarded_at" TIMESTAMPTZ(3) NOT NULL,
    "frozen_at" TIMESTAMPTZ(3),
    "frozen_reason" TEXT,
    "frozen_code" TEXT,

    CONSTRAINT "safe_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "asset" (
    "id" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "address" TEXT,
    "symbol" TEXT NOT NULL,
    "decimals" INTEGER NOT NULL,
    "pins" JSONB NOT NULL,
    "approved_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "asset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "destination" (
    "id" TEXT NOT NULL,
    "chain_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "asset_ids" TEXT[],
    "code_hash" TEXT,
    "approved_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "destination_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy" (
    "version" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "active_from" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_pkey" PRIMARY KEY ("version")
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
    "intent_hash" TEXT NOT NULL,
    "intent_signature" TEXT NOT NULL,
    "signer_address" TEXT NOT NULL,
    "evidence" JSONB NOT NULL,
    "safe_tx_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "transfer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" TEXT NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "policy_hash" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "outcome" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "limit_scope" (
    "key" TEXT NOT NULL,
    "reservations" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "limit_scope_pkey" PRIMARY KEY ("key")
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
CREATE TABLE "confirmation" (
    "id" TEXT NOT NULL,
    "transfer_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "key_address" TEXT NOT NULL,
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
    "key_address" TEXT NOT NULL,
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

    CONSTRAINT "owner_signature_pkey" PRIMARY KEY ("transfer_id","owner")
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
CREATE TABLE "audit_entry" (
    "index" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "safe_id" TEXT,
    "subject" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT NOT NULL,
    "leaf_hash" TEXT NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("index")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "id" INTEGER NOT NULL,
    "size" BIGINT NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "session_expire_idx" ON "session"("expire");

-- CreateIndex
CREATE UNIQUE INDEX "safe_chain_id_address_key" ON "safe"("chain_id", "address");

-- CreateIndex
CREATE UNIQUE INDEX "asset_chain_id_address_key" ON "asset"("chain_id", "address");

-- CreateIndex
CREATE UNIQUE INDEX "destination_label_key" ON "destination"("label");

-- CreateIndex
CREATE UNIQUE INDEX "destination_chain_id_address_key" ON "destination"("chain_id", "address");

-- CreateIndex
CREATE UNIQUE INDEX "policy_hash_key" ON "policy"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "transfer_lane_of_key" ON "transfer"("lane_of");

-- CreateIndex
CREATE UNIQUE INDEX "transfer_intent_hash_key" ON "transfer"("intent_hash");

-- CreateIndex
CREATE INDEX "transfer_safe_id_state_created_at_idx" ON "transfer"("safe_id", "state", "created_at");

-- CreateIndex
CREATE INDEX "transfer_safe_tx_hash_idx" ON "transfer"("safe_tx_hash");

-- CreateIndex
CREATE INDEX "decision_transfer_id_created_at_idx" ON "decision"("transfer_id", "created_at");

-- CreateIndex
CREATE INDEX "reservation_scope_state_reserved_at_idx" ON "reservation"("scope", "state", "reserved_at");

-- CreateIndex
CREATE INDEX "simulation_transfer_id_created_at_idx" ON "simulation"("transfer_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "confirmation_transfer_id_revision_person_id_key" ON "confirmation"("transfer_id", "revision", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_exception_transfer_id_rule_person_id_key" ON "policy_exception"("transfer_id", "rule", "person_id");

-- CreateIndex
CREATE INDEX "finding_safe_id_created_at_idx" ON "finding"("safe_id", "created_at");

-- CreateIndex
CREATE INDEX "audit_entry_type_index_idx" ON "audit_entry"("type", "index");

-- CreateIndex
CREATE INDEX "audit_entry_actor_index_idx" ON "audit_entry"("actor", "index");

-- CreateIndex
CREATE INDEX "audit_entry_subject_index_idx" ON "audit_entry"("subject", "index");

-- AddForeignKey
ALTER TABLE "key" ADD CONSTRAINT "key_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "simulation" ADD CONSTRAINT "simulation_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "confirmation" ADD CONSTRAINT "confirmation_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "policy_exception" ADD CONSTRAINT "policy_exception_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "owner_signature" ADD CONSTRAINT "owner_signature_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Invariant 16: the log only grows. Statement triggers, so that also a statement that matches no row is refused.
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

-- Exactly one head: its row lock orders the log.
ALTER TABLE "audit_head" ADD CONSTRAINT "audit_head_single" CHECK ("id" = 1);
INSERT INTO "audit_head" ("id", "size") VALUES (1, 0);

-- A negative reservation would widen the limit that it counts against.
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_not_negative" CHECK ("amount" >= 0);
