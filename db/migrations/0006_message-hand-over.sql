ALTER TABLE "message" ADD COLUMN "handing_over_since" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "message_written" ON "message" USING brin ("created_at");