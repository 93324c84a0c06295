-- DropIndex
DROP INDEX "reservation_scope_state_reserved_at_idx";

-- AlterTable
ALTER TABLE "limit_scope" DROP COLUMN "reservations",
ADD COLUMN     "clock" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "entries" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "held" DECIMAL(100,0) NOT NULL DEFAULT 0,
ADD COLUMN     "settled" DECIMAL(100,0) NOT NULL DEFAULT 0,
ADD COLUMN     "settled_transfers" BIGINT NOT NULL DEFAULT 0;

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

-- CreateIndex
CREATE INDEX "limit_entry_scope_at_seq_idx" ON "limit_entry"("scope", "at", "seq");

-- CreateIndex
CREATE INDEX "limit_entry_scope_total_seq_idx" ON "limit_entry"("scope", "total", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "limit_entry_transfer_id_scope_key" ON "limit_entry"("transfer_id", "scope");

-- AddForeignKey
ALTER TABLE "reservation_bound" ADD CONSTRAINT "reservation_bound_transfer_id_scope_fkey" FOREIGN KEY ("transfer_id", "scope") REFERENCES "reservation"("transfer_id", "scope") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Budgets that were reserved before there were running totals. A window that starts empty would be a limit forgotten.
INSERT INTO "limit_scope" ("key") SELECT DISTINCT "scope" FROM "reservation" ON CONFLICT ("key") DO NOTHING;

INSERT INTO "limit_entry" ("scope", "seq", "transfer_id", "amount", "total", "at")
  SELECT "scope", row_number() OVER w, "transfer_id", "amount", sum("amount") OVER w, "reserved_at"
  FROM "reservation" WHERE "state" = 'settled'
  WINDOW w AS (PARTITION BY "scope" ORDER BY "reserved_at", "transfer_id" ROWS UNBOUNDED PRECEDING);

UPDATE "limit_scope" AS s SET
  "held" = COALESCE((SELECT sum(r."amount") FROM "reservation" r WHERE r."scope" = s."key" AND r."state" = 'held'), 0),
  "settled" = COALESCE((SELECT max(e."total") FROM "limit_entry" e WHERE e."scope" = s."key"), 0),
  "entries" = COALESCE((SELECT max(e."seq") FROM "limit_entry" e WHERE e."scope" = s."key"), 0),
  "settled_transfers" = (SELECT count(*) FROM "reservation" r JOIN "transfer" t ON t."id" = r."transfer_id"
    WHERE r."scope" = s."key" AND r."state" = 'settled' AND t."state" = 'settled'),
  "clock" = GREATEST(s."clock", (SELECT max(e."at") FROM "limit_entry" e WHERE e."scope" = s."key"));

-- The last line, whatever the application does.
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

-- A hot scope's row is written again and again: room for its next version in the same page spares the index.
ALTER TABLE "limit_scope" SET (fillfactor = 50);

-- Each function below is one round trip, and each of its statements sees, at READ COMMITTED, what was committed while it
-- waited; a snapshot of the whole transaction would not. Plans are kept, and by index only: one that was made while a
-- table was small would go through all of it when it has grown.

-- The one order in which everybody locks.
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

-- When the entry that brings the running total to `least` leaves a window: one index probe. Whole seconds, rounded up.
CREATE FUNCTION "limit_leaves_at"("of_scope" text, "least" numeric, "seconds" int) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT ceil(extract(epoch FROM e."at"))::bigint + "seconds" FROM "limit_entry" e
    WHERE e."scope" = "of_scope" AND e."total" >= "least" ORDER BY e."total", e."seq" LIMIT 1);
END;
$$;

-- Locks the scopes and says for each window what is used of it without one transfer and, where an amount does not fit,
-- when it would, and the next three moments at which something frees. One window after the other: as one statement over all of them it was
-- planned anew at each call, which cost three times as much as its work.
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

-- Holds budget, and states for each rule what was used before and what it allowed: the check on that row is the last line.
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

-- The chain has paid: what is held becomes entries of the running totals. Returns how much of the transfer is settled by
-- now, also by an earlier call.
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
