CREATE TABLE "age_limit" (
	"region_id" integer NOT NULL,
	"application_id" uuid NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "age_limit_region_id_application_id_pk" PRIMARY KEY("region_id","application_id")
);
--> statement-breakpoint
CREATE TABLE "appeal" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"event_seq" bigint NOT NULL,
	"person_id" uuid NOT NULL,
	"words" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"answer_due_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	"outcome" text,
	"answer" text,
	CONSTRAINT "appeal_region_id_id_pk" PRIMARY KEY("region_id","id"),
	CONSTRAINT "appeal_once" UNIQUE("region_id","event_seq")
);
--> statement-breakpoint
CREATE TABLE "application_hold" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"ground" text NOT NULL,
	"held_at" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	"released_at" timestamp with time zone,
	CONSTRAINT "application_hold_region_id_id_pk" PRIMARY KEY("region_id","id")
);
--> statement-breakpoint
CREATE TABLE "application_return" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"reasons" jsonb NOT NULL,
	"note" text,
	"returned_at" timestamp with time zone NOT NULL,
	"deadline_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"answer" text,
	"brings_papers" boolean DEFAULT false NOT NULL,
	"sent_at" timestamp with time zone,
	"sent_by" uuid,
	CONSTRAINT "application_return_region_id_id_pk" PRIMARY KEY("region_id","id")
);
--> statement-breakpoint
CREATE TABLE "decision" (
	"region_id" integer NOT NULL,
	"event_seq" bigint NOT NULL,
	"application_id" uuid NOT NULL,
	"decided_by" uuid,
	"appeal_until" timestamp with time zone NOT NULL,
	"note" text,
	CONSTRAINT "decision_region_id_event_seq_pk" PRIMARY KEY("region_id","event_seq")
);
--> statement-breakpoint
CREATE TABLE "register_watch" (
	"region_id" integer NOT NULL,
	"application_id" uuid NOT NULL,
	"next_ask_at" timestamp with time zone NOT NULL,
	"moved_due_at" timestamp with time zone,
	"applicant_gone" boolean DEFAULT false NOT NULL,
	CONSTRAINT "register_watch_region_id_application_id_pk" PRIMARY KEY("region_id","application_id")
);
--> statement-breakpoint
ALTER TABLE "age_limit" ADD CONSTRAINT "age_limit_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeal" ADD CONSTRAINT "appeal_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeal" ADD CONSTRAINT "appeal_answered_by_person_id_fk" FOREIGN KEY ("answered_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeal" ADD CONSTRAINT "appeal_region_id_event_seq_decision_region_id_event_seq_fk" FOREIGN KEY ("region_id","event_seq") REFERENCES "public"."decision"("region_id","event_seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "appeal" ADD CONSTRAINT "appeal_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_hold" ADD CONSTRAINT "application_hold_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_return" ADD CONSTRAINT "application_return_sent_by_person_id_fk" FOREIGN KEY ("sent_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_return" ADD CONSTRAINT "application_return_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_decided_by_person_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_region_id_event_seq_queue_event_region_id_seq_fk" FOREIGN KEY ("region_id","event_seq") REFERENCES "public"."queue_event"("region_id","seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision" ADD CONSTRAINT "decision_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_watch" ADD CONSTRAINT "register_watch_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "age_limit_due" ON "age_limit" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "appeal_open" ON "appeal" USING btree ("region_id","answer_due_at") WHERE answered_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "application_hold_one" ON "application_hold" USING btree ("region_id","application_id") WHERE released_at is null;--> statement-breakpoint
CREATE INDEX "application_hold_until" ON "application_hold" USING btree ("until") WHERE released_at is null and until is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "application_return_one" ON "application_return" USING btree ("region_id","application_id") WHERE state in ('open', 'missed');--> statement-breakpoint
CREATE INDEX "application_return_deadline" ON "application_return" USING btree ("deadline_at") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "decision_application" ON "decision" USING btree ("region_id","application_id");--> statement-breakpoint
CREATE INDEX "register_watch_next" ON "register_watch" USING btree ("next_ask_at");