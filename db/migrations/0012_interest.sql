CREATE TABLE "interest_period" (
	"region_id" integer NOT NULL,
	"application_id" uuid NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"token_hash" char(64) NOT NULL,
	"reminded_days" integer,
	"confirmed_at" timestamp with time zone,
	"removed_at" timestamp with time zone,
	"restore_until" timestamp with time zone,
	"restored_at" timestamp with time zone,
	CONSTRAINT "interest_period_region_id_application_id_due_at_pk" PRIMARY KEY("region_id","application_id","due_at"),
	CONSTRAINT "interest_period_token" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "sms_answer_count" (
	"day" date NOT NULL,
	"outcome" text NOT NULL,
	"n" integer NOT NULL,
	CONSTRAINT "sms_answer_count_day_outcome_pk" PRIMARY KEY("day","outcome")
);
--> statement-breakpoint
ALTER TABLE "interest_period" ADD CONSTRAINT "interest_period_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "application_interest" ON "application" USING btree ("region_id","queue_type","interest_due_at") WHERE status in ('REGISTERED', 'RETURNED', 'ON_HOLD') and not gave_way;