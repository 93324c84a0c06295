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

-- The destination has no column of its own: the intent is the one place that names it, and its hash holds it.
CREATE INDEX "transfer_destination_ended_at_idx" ON "transfer" (("intent" ->> 'destinationId'), "ended_at");

-- A negative reservation would widen the limit that it counts against.
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_not_negative" CHECK ("amount" >= 0);

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
-- when it would, and the next three moments at which something frees. One window after the other: as one statement over
-- all of them it was planned anew at each call, which cost three times as much as its work.
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
