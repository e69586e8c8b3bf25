CREATE TABLE "wish" (
	"region_id" integer NOT NULL,
	"application_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"rank" integer NOT NULL,
	"kindergarten_id" uuid NOT NULL,
	CONSTRAINT "wish_region_id_application_id_version_rank_pk" PRIMARY KEY("region_id","application_id","version","rank"),
	CONSTRAINT "wish_once" UNIQUE("region_id","application_id","version","kindergarten_id"),
	CONSTRAINT "wish_rank" CHECK (rank >= 1)
);
--> statement-breakpoint
CREATE TABLE "wish_list" (
	"region_id" integer NOT NULL,
	"application_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_role" text NOT NULL,
	"person_id" uuid,
	"idempotency_key" uuid,
	CONSTRAINT "wish_list_region_id_application_id_version_pk" PRIMARY KEY("region_id","application_id","version"),
	CONSTRAINT "wish_list_key" UNIQUE("region_id","application_id","idempotency_key"),
	CONSTRAINT "wish_list_version" CHECK (version >= 1)
);
--> statement-breakpoint
ALTER TABLE "wish" ADD CONSTRAINT "wish_of_list" FOREIGN KEY ("region_id","application_id","version") REFERENCES "public"."wish_list"("region_id","application_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wish" ADD CONSTRAINT "wish_kindergarten" FOREIGN KEY ("region_id","kindergarten_id") REFERENCES "public"."kindergarten"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wish_list" ADD CONSTRAINT "wish_list_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wish_list" ADD CONSTRAINT "wish_list_application" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE VIEW "public"."current_wish" AS (select w.region_id, w.application_id, w.version, l.at, w.rank, w.kindergarten_id
    from wish w
    join wish_list l on l.region_id = w.region_id and l.application_id = w.application_id
      and l.version = w.version
    where not exists (
      select from wish_list later
      where later.region_id = w.region_id and later.application_id = w.application_id
        and later.version > w.version));--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON wish_list FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON wish_list FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON wish FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON wish FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
