-- AlterTable
ALTER TABLE "transfer" ADD COLUMN     "ended_at" TIMESTAMPTZ(3),
ADD COLUMN     "ordinal" BIGSERIAL NOT NULL;

-- CreateIndex
CREATE INDEX "transfer_safe_id_ended_at_idx" ON "transfer"("safe_id", "ended_at");

-- CreateIndex
CREATE INDEX "transfer_requester_id_ended_at_idx" ON "transfer"("requester_id", "ended_at");

-- Whatever had ended before there was a moment for it.
UPDATE "transfer" SET "ended_at" = "updated_at"
  WHERE "state" IN ('settled', 'mismatched', 'superseded', 'refused', 'cancelled', 'rejected', 'expired');

-- The destination has no column of its own: the intent is the one place that names it, and its hash holds it.
CREATE INDEX "transfer_destination_ended_at_idx" ON "transfer" (("intent" ->> 'destinationId'), "ended_at");
