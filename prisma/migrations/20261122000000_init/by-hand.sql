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
