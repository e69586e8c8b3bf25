CREATE TABLE "queue_statistics" (
	"region_id" integer NOT NULL,
	"queue_type" text NOT NULL,
	"district_kato" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"waiting" jsonb NOT NULL,
	"flows" jsonb,
	"tested" jsonb NOT NULL,
	CONSTRAINT "queue_statistics_region_id_queue_type_district_kato_pk" PRIMARY KEY("region_id","queue_type","district_kato")
);
--> statement-breakpoint
ALTER TABLE "queue_statistics" ADD CONSTRAINT "queue_statistics_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;