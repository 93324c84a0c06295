-- DropForeignKey
ALTER TABLE "key" DROP CONSTRAINT "key_person_id_fkey";

-- DropIndex
DROP INDEX "policy_exception_transfer_id_rule_person_id_key";

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "last_used_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "transfer" DROP COLUMN "signer_address",
ADD COLUMN     "signer_key_id" TEXT NOT NULL;

-- AlterTable
ALTER TABLE "confirmation" DROP COLUMN "key_address",
ADD COLUMN     "key_id" TEXT NOT NULL;

-- AlterTable
ALTER TABLE "policy_exception" DROP COLUMN "key_address",
ADD COLUMN     "key_id" TEXT NOT NULL;

-- DropTable
DROP TABLE "person";

-- DropTable
DROP TABLE "key";

-- DropTable
DROP TABLE "safe";

-- DropTable
DROP TABLE "asset";

-- DropTable
DROP TABLE "destination";

-- DropTable
DROP TABLE "policy";

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
CREATE TABLE "passkey_counter" (
    "credential_id" TEXT NOT NULL,
    "counter" BIGINT NOT NULL,

    CONSTRAINT "passkey_counter_pkey" PRIMARY KEY ("credential_id")
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

-- CreateIndex
CREATE INDEX "change_draft_person_id_created_at_idx" ON "change_draft"("person_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_person_id_idx" ON "invitation"("person_id");

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
CREATE INDEX "revision_requester_id_cleared_at_idx" ON "revision"("requester_id", "cleared_at");

-- CreateIndex
CREATE INDEX "rekeying_transfer_id_revision_person_id_idx" ON "rekeying"("transfer_id", "revision", "person_id");

-- CreateIndex
CREATE INDEX "freeze_scope_idx" ON "freeze"("scope");

-- CreateIndex
CREATE INDEX "policy_exception_transfer_id_rule_person_id_idx" ON "policy_exception"("transfer_id", "rule", "person_id");

-- AddForeignKey
ALTER TABLE "revision" ADD CONSTRAINT "revision_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rekeying" ADD CONSTRAINT "rekeying_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

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

-- Exactly one head: its row lock orders the acts.
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

-- A scope that names nothing would stop nothing.
ALTER TABLE "freeze" ADD CONSTRAINT "freeze_scope" CHECK ("scope" = 'all' OR "scope" LIKE 'safe\_%');




