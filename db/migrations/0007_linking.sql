CREATE TABLE "pending_contact" (
	"person_id" uuid NOT NULL,
	"field" text NOT NULL,
	"value" text NOT NULL,
	"typed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pending_contact_person_id_field_pk" PRIMARY KEY("person_id","field")
);
--> statement-breakpoint
DROP INDEX "application_one_per_child";--> statement-breakpoint
ALTER TABLE "application" ADD COLUMN "gave_way" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "pending_contact" ADD CONSTRAINT "pending_contact_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "application_one_per_child" ON "application" USING btree ("region_id","child_id","queue_type") WHERE status not in ('WITHDRAWN', 'REMOVED', 'REFUSED', 'ENROLLED') and not gave_way;