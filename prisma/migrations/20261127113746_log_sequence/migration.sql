-- AlterTable
ALTER TABLE "audit_entry" ADD COLUMN     "staged_id" BIGINT;

-- DropTable
DROP TABLE "audit_head";

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
CREATE UNIQUE INDEX "audit_staged_ref_key" ON "audit_staged"("ref");

-- CreateIndex
CREATE INDEX "audit_staged_xact_idx" ON "audit_staged"("xact");

-- CreateIndex
CREATE INDEX "log_cosignature_witness_size_idx" ON "log_cosignature"("witness", "size");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_staged_id_key" ON "audit_entry"("staged_id");
-- Invariant 16: what the log is made of only grows. What is staged stays when it is sequenced, so that no one needs leave
-- to remove it: the entry names its staged row.
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

-- The last line, should two ever sequence at once: a head of the tree is larger than every one before, and is of exactly
-- the entries that are there.
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

-- Hashes do not compress: no time is lost on trying.
ALTER TABLE "log_tile" ALTER COLUMN "hashes" SET STORAGE EXTERNAL;
