-- The outcome of entries that are there already, by the rules of src/domain/audit-log/outcome.ts as they are now. The text
-- of an entry, which is what its leaf hash is over, is not touched. PostgreSQL reads no JSON with \u0000 in it, which texts
-- that were refused may have; a space in its place changes none of the members that are looked at.
ALTER TABLE "audit_entry" DISABLE TRIGGER "audit_entry_append_only";
UPDATE "audit_entry" SET "outcome" = CASE
  WHEN "type" IN ('session.refused', 'request.refused', 'change.rejected', 'enrolment.refused', 'transfer.refused',
    'transfer.held', 'transfer.rejected') THEN 'denied'
  WHEN "type" IN ('change.expired', 'change.superseded', 'transfer.expired', 'transfer.mismatched', 'transfer.superseded',
    'finding.recorded', 'self-test.failed', 'log.altered') THEN 'failure'
  WHEN "type" IN ('transfer.decided', 'policy.evaluated') THEN
    CASE replace("body", '\u0000', '\u0020')::json -> 'detail' ->> 'outcome'
      WHEN 'permit' THEN 'success' WHEN 'needs-exception' THEN 'denied' WHEN 'deny' THEN 'denied' ELSE 'failure' END
  WHEN "type" = 'transfer.simulated' THEN
    CASE replace("body", '\u0000', '\u0020')::json -> 'detail' ->> 'verdict' WHEN 'cleared' THEN 'success' WHEN 'refused' THEN 'denied' ELSE 'failure' END
  WHEN "type" = 'transfer.rekeyed' THEN
    CASE replace("body", '\u0000', '\u0020')::json -> 'detail' ->> 'matched' WHEN 'true' THEN 'success' WHEN 'false' THEN 'denied' ELSE 'failure' END
  WHEN "type" = 'transfer.answered' THEN
    CASE replace("body", '\u0000', '\u0020')::json -> 'detail' ->> 'decision' WHEN 'confirm' THEN 'success' WHEN 'reject' THEN 'denied' ELSE 'failure' END
  WHEN "type" = 'safe-transaction.inspected' THEN
    CASE WHEN replace("body", '\u0000', '\u0020')::json -> 'detail' ->> 'verdict' IN ('ACCEPT', 'ACCEPT_AS_CANCEL') THEN 'success'
      WHEN replace("body", '\u0000', '\u0020')::json -> 'detail' ->> 'verdict' IN ('HOLD', 'REFUSE', 'REFUSE_AND_ALERT', 'FREEZE') THEN 'denied'
      ELSE 'failure' END
  ELSE 'success' END;
ALTER TABLE "audit_entry" ENABLE ALWAYS TRIGGER "audit_entry_append_only";

ALTER TABLE "audit_entry" ADD CONSTRAINT "audit_entry_outcome"
  CHECK ("outcome" IN ('success', 'denied', 'failure'));
ALTER TABLE "audit_export" ADD CONSTRAINT "audit_export_status"
  CHECK ("status" IN ('queued', 'running', 'done', 'failed') AND ("status" <> 'done' OR "sha256" IS NOT NULL));
