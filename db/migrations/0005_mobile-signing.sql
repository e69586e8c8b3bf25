ALTER TABLE "mobile_signing" ADD COLUMN "session_id" uuid;--> statement-breakpoint
ALTER TABLE "mobile_signing" ADD COLUMN "locale" text NOT NULL;--> statement-breakpoint
ALTER TABLE "mobile_signing" ADD COLUMN "entry_code" text;--> statement-breakpoint
ALTER TABLE "mobile_signing" ADD COLUMN "entry_attempts" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "mobile_signing" ADD COLUMN "opened" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "mobile_signing" ADD COLUMN "outcome_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "mobile_signing" ADD COLUMN "evidence_id" uuid;--> statement-breakpoint
CREATE INDEX "mobile_signing_browser" ON "mobile_signing" USING btree ("browser_hash","created_at");