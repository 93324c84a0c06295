-- CreateIndex
CREATE INDEX "decision_created_at_id_idx" ON "decision"("created_at", "id");
