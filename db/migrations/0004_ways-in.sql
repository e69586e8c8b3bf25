CREATE TABLE "known_device" (
	"person_id" uuid NOT NULL,
	"device_hash" char(64) NOT NULL,
	"device" text NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "known_device_person_id_device_hash_pk" PRIMARY KEY("person_id","device_hash")
);
--> statement-breakpoint
CREATE TABLE "mobile_signing" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" integer NOT NULL,
	"purpose" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"browser_hash" char(64) NOT NULL,
	"token_hash" char(64) NOT NULL,
	"display_code" text NOT NULL,
	"content" "bytea" NOT NULL,
	"description" jsonb NOT NULL,
	"return_to" text,
	"state" text NOT NULL,
	"outcome" text,
	"cms" "bytea",
	"relay" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"signed_at" timestamp with time zone,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "one_time_code" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" integer NOT NULL,
	"purpose" text NOT NULL,
	"subject" char(64) NOT NULL,
	"person_id" uuid,
	"recipient" text,
	"masked" text NOT NULL,
	"code_hash" char(64) NOT NULL,
	"length" integer NOT NULL,
	"browser_hash" char(64) NOT NULL,
	"known_device" boolean NOT NULL,
	"attempts" integer NOT NULL,
	"max_attempts" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"resend_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "password" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"set_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "phone_change" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"before" jsonb NOT NULL,
	"password_before" text,
	"phone" text NOT NULL,
	"stop_token_hash" char(64) NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"hold_until" timestamp with time zone NOT NULL,
	"stopped_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "recovery_attempt" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" integer NOT NULL,
	"subject" char(64) NOT NULL,
	"source" char(64) NOT NULL,
	"browser_hash" char(64) NOT NULL,
	"key" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recovery_block" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" integer NOT NULL,
	"subject" char(64) NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"lifted_at" timestamp with time zone,
	"lifted_by" char(12),
	"ground" text
);
--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "transport_id" text;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "delivered_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "instead_of" uuid;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "secret" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "contact" ADD COLUMN "email_confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contact" ADD COLUMN "phone_confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contact" ADD COLUMN "second_phone_confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "contact" ADD COLUMN "channels" text DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE "known_device" ADD CONSTRAINT "known_device_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "one_time_code" ADD CONSTRAINT "one_time_code_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "password" ADD CONSTRAINT "password_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phone_change" ADD CONSTRAINT "phone_change_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "mobile_signing_token" ON "mobile_signing" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "mobile_signing_subject" ON "mobile_signing" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "mobile_signing_expiry" ON "mobile_signing" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "one_time_code_subject" ON "one_time_code" USING btree ("subject","created_at");--> statement-breakpoint
CREATE INDEX "one_time_code_browser" ON "one_time_code" USING btree ("browser_hash","created_at");--> statement-breakpoint
CREATE INDEX "one_time_code_expiry" ON "one_time_code" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "phone_change_stop" ON "phone_change" USING btree ("stop_token_hash");--> statement-breakpoint
CREATE INDEX "phone_change_person" ON "phone_change" USING btree ("person_id","hold_until");--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_attempt_key" ON "recovery_attempt" USING btree ("key");--> statement-breakpoint
CREATE INDEX "recovery_attempt_subject" ON "recovery_attempt" USING btree ("subject","at");--> statement-breakpoint
CREATE INDEX "recovery_attempt_source" ON "recovery_attempt" USING btree ("source","at");--> statement-breakpoint
CREATE INDEX "recovery_block_subject" ON "recovery_block" USING btree ("subject","since");--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_block_once" ON "recovery_block" USING btree ("subject") WHERE lifted_at is null;--> statement-breakpoint
CREATE INDEX "message_transport" ON "message" USING btree ("transport_id");--> statement-breakpoint
CREATE INDEX "message_waiting" ON "message" USING btree ("created_at") WHERE state = 'queued';