ALTER TABLE "application" ADD COLUMN "group_id" uuid;--> statement-breakpoint
ALTER TABLE "application_draft" ADD COLUMN "supplements" uuid;--> statement-breakpoint
ALTER TABLE "privilege_claim" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "application_draft" ADD CONSTRAINT "application_draft_region_id_supplements_application_region_id_id_fk" FOREIGN KEY ("region_id","supplements") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "application_group" ON "application" USING btree ("region_id","group_id") WHERE group_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "application_draft_supplement" ON "application_draft" USING btree ("region_id","supplements","person_id") WHERE submitted_at is null and discarded_at is null;--> statement-breakpoint
CREATE INDEX "privilege_claim_expiry" ON "privilege_claim" USING btree ("expires_at") WHERE status = 'confirmed';