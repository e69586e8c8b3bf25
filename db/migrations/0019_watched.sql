ALTER TABLE "application" ADD COLUMN "watched" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "application" a SET "watched" = true FROM "register_watch" w
WHERE w."region_id" = a."region_id" AND w."application_id" = a."id";--> statement-breakpoint
CREATE INDEX "application_unwatched" ON "application" USING btree ("region_id","id") WHERE status in ('REGISTERED', 'RETURNED', 'ON_HOLD', 'TURN_CAME') and not watched;