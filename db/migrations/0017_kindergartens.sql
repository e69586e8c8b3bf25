CREATE TABLE "kindergarten" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"slug" text NOT NULL,
	"names" jsonb NOT NULL,
	"bin" char(12),
	"district_kato" char(9),
	"address" jsonb NOT NULL,
	"latitude" double precision,
	"longitude" double precision,
	"phone" text,
	"email" text,
	"site" text,
	"ownership" text NOT NULL,
	"languages" text[] NOT NULL,
	"queue_types" text[] NOT NULL,
	"hours" jsonb,
	"opened_on" date,
	"closed_on" date,
	"source" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "kindergarten_region_id_id_pk" PRIMARY KEY("region_id","id"),
	CONSTRAINT "kindergarten_slug" UNIQUE("region_id","slug"),
	CONSTRAINT "kindergarten_bin" UNIQUE("region_id","bin"),
	CONSTRAINT "kindergarten_point" CHECK ((latitude is null) = (longitude is null)),
	CONSTRAINT "kindergarten_on_earth" CHECK (latitude between -90 and 90 and longitude between -180 and 180)
);
--> statement-breakpoint
CREATE TABLE "kindergarten_change" (
	"region_id" integer NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "kindergarten_change_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kindergarten_id" uuid NOT NULL,
	"group_id" uuid,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_role" text NOT NULL,
	"person_id" uuid,
	"data" jsonb NOT NULL,
	"idempotency_key" uuid,
	CONSTRAINT "kindergarten_change_region_id_seq_pk" PRIMARY KEY("region_id","seq"),
	CONSTRAINT "kindergarten_change_key" UNIQUE("region_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "kindergarten_group" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"kindergarten_id" uuid NOT NULL,
	"names" jsonb,
	"queue_type" text NOT NULL,
	"language" text NOT NULL,
	"cohort_from" integer NOT NULL,
	"cohort_to" integer NOT NULL,
	"capacity" integer NOT NULL,
	"open_from" date NOT NULL,
	"open_to" date,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "kindergarten_group_region_id_id_pk" PRIMARY KEY("region_id","id"),
	CONSTRAINT "kindergarten_group_of" UNIQUE("region_id","kindergarten_id","id"),
	CONSTRAINT "kindergarten_group_cohorts" CHECK (cohort_from <= cohort_to),
	CONSTRAINT "kindergarten_group_capacity" CHECK (capacity >= 0)
);
--> statement-breakpoint
ALTER TABLE "staff_role" ADD COLUMN "kindergarten_id" uuid;--> statement-breakpoint
ALTER TABLE "kindergarten" ADD CONSTRAINT "kindergarten_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kindergarten" ADD CONSTRAINT "kindergarten_district_kato_territory_kato_fk" FOREIGN KEY ("district_kato") REFERENCES "public"."territory"("kato") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kindergarten_change" ADD CONSTRAINT "kindergarten_change_region_id_kindergarten_id_kindergarten_region_id_id_fk" FOREIGN KEY ("region_id","kindergarten_id") REFERENCES "public"."kindergarten"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kindergarten_change" ADD CONSTRAINT "kindergarten_change_region_id_group_id_kindergarten_group_region_id_id_fk" FOREIGN KEY ("region_id","group_id") REFERENCES "public"."kindergarten_group"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "kindergarten_group" ADD CONSTRAINT "kindergarten_group_region_id_kindergarten_id_kindergarten_region_id_id_fk" FOREIGN KEY ("region_id","kindergarten_id") REFERENCES "public"."kindergarten"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "kindergarten_change_of" ON "kindergarten_change" USING btree ("region_id","kindergarten_id","seq");--> statement-breakpoint
ALTER TABLE "staff_role" ADD CONSTRAINT "staff_role_region_id_kindergarten_id_kindergarten_region_id_id_fk" FOREIGN KEY ("region_id","kindergarten_id") REFERENCES "public"."kindergarten"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kindergarten_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON kindergarten_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
