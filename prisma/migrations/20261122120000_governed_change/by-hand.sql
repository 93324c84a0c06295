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




