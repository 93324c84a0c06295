-- Whatever had ended before there was a moment for it.
UPDATE "transfer" SET "ended_at" = "updated_at"
  WHERE "state" IN ('settled', 'mismatched', 'superseded', 'refused', 'cancelled', 'rejected', 'expired');

-- The destination has no column of its own: the intent is the one place that names it, and its hash holds it.
CREATE INDEX "transfer_destination_ended_at_idx" ON "transfer" (("intent" ->> 'destinationId'), "ended_at");
