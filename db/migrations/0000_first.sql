CREATE SEQUENCE "public"."application_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "application" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"number" text NOT NULL,
	"entry_code" text NOT NULL,
	"queue_type" text NOT NULL,
	"district_kato" char(9),
	"applicant_id" uuid,
	"child_id" uuid NOT NULL,
	"status" text NOT NULL,
	"channel" text NOT NULL,
	"locale" text NOT NULL,
	"email" text,
	"phone" text,
	"second_phone" text,
	"non_resident" boolean NOT NULL,
	"by_guardian" boolean NOT NULL,
	"draft_id" uuid,
	"evidence_id" uuid,
	"registered_at" timestamp with time zone NOT NULL,
	"interest_due_at" timestamp with time zone,
	"version" integer NOT NULL,
	CONSTRAINT "application_region_id_id_pk" PRIMARY KEY("region_id","id"),
	CONSTRAINT "application_number_unique" UNIQUE("region_id","number"),
	CONSTRAINT "application_entry_code" UNIQUE("region_id","entry_code"),
	CONSTRAINT "application_draft_once" UNIQUE("region_id","draft_id")
);
--> statement-breakpoint
CREATE TABLE "application_check" (
	"region_id" integer NOT NULL,
	"application_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"detail" text,
	"attempts" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "application_check_region_id_application_id_kind_pk" PRIMARY KEY("region_id","application_id","kind")
);
--> statement-breakpoint
CREATE TABLE "application_draft" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"queue_type" text NOT NULL,
	"data" jsonb NOT NULL,
	"version" integer NOT NULL,
	"idempotency_key" uuid NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"submitted_at" timestamp with time zone,
	"discarded_at" timestamp with time zone,
	CONSTRAINT "application_draft_region_id_id_pk" PRIMARY KEY("region_id","id"),
	CONSTRAINT "application_draft_key" UNIQUE("person_id","idempotency_key")
);
--> statement-breakpoint
CREATE TABLE "privilege_claim" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"category" text NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"decided_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "privilege_claim_region_id_id_pk" PRIMARY KEY("region_id","id")
);
--> statement-breakpoint
CREATE TABLE "queue_entry" (
	"region_id" integer NOT NULL,
	"application_id" uuid NOT NULL,
	"queue_type" text NOT NULL,
	"district_kato" text NOT NULL,
	"cohort" integer NOT NULL,
	"class" text NOT NULL,
	"registered_at" timestamp with time zone NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "queue_entry_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"waiting" boolean NOT NULL,
	CONSTRAINT "queue_entry_region_id_application_id_pk" PRIMARY KEY("region_id","application_id")
);
--> statement-breakpoint
CREATE TABLE "queue_event" (
	"region_id" integer NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "queue_event_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"application_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor_role" text NOT NULL,
	"legal_ground" text NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "queue_event_region_id_seq_pk" PRIMARY KEY("region_id","seq")
);
--> statement-breakpoint
CREATE TABLE "signing_request" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"draft_id" uuid NOT NULL,
	"draft_version" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"content" "bytea" NOT NULL,
	"content_sha256" char(64) NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "signing_request_region_id_id_pk" PRIMARY KEY("region_id","id")
);
--> statement-breakpoint
CREATE TABLE "audit_entry" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_entry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"person_id" uuid,
	"session_id" uuid,
	"role" text NOT NULL,
	"action" text NOT NULL,
	"region_id" integer,
	"subject_kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"concerns_id" uuid,
	"request_id" text,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attachment" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"draft_id" uuid NOT NULL,
	"application_id" uuid,
	"paper" text NOT NULL,
	"position" integer NOT NULL,
	"file_name" text NOT NULL,
	"mime" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" char(64) NOT NULL,
	"storage_key" text NOT NULL,
	"state" text NOT NULL,
	"scan" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "attachment_region_id_id_pk" PRIMARY KEY("region_id","id")
);
--> statement-breakpoint
CREATE TABLE "issued_document" (
	"region_id" integer NOT NULL,
	"id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"locale" text NOT NULL,
	"token" text NOT NULL,
	"facts" jsonb NOT NULL,
	"issued_at" timestamp with time zone NOT NULL,
	"storage_key" text,
	"sha256" char(64),
	"rendered_at" timestamp with time zone,
	CONSTRAINT "issued_document_region_id_id_pk" PRIMARY KEY("region_id","id")
);
--> statement-breakpoint
CREATE TABLE "upload_ticket" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" integer NOT NULL,
	"draft_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"attachment_id" uuid NOT NULL,
	"paper" text NOT NULL,
	"file_name" text NOT NULL,
	"storage_key" text NOT NULL,
	"max_bytes" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_challenge" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" integer NOT NULL,
	"browser_hash" char(64) NOT NULL,
	"content" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "sign_in_ticket" (
	"id" uuid PRIMARY KEY NOT NULL,
	"token_hash" char(64) NOT NULL,
	"browser_hash" char(64) NOT NULL,
	"region_id" integer NOT NULL,
	"person_id" uuid NOT NULL,
	"strength" text NOT NULL,
	"method" text NOT NULL,
	"evidence_id" uuid,
	"return_to" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "signature_evidence" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" integer NOT NULL,
	"purpose" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"cms" "bytea" NOT NULL,
	"content" "bytea" NOT NULL,
	"content_sha256" char(64) NOT NULL,
	"signer_iin" char(12) NOT NULL,
	"signer_name" text NOT NULL,
	"certificate" "bytea" NOT NULL,
	"certificate_serial" text NOT NULL,
	"certificate_issuer" text NOT NULL,
	"algorithm" text NOT NULL,
	"trust_anchors" jsonb NOT NULL,
	"revocation" text NOT NULL,
	"revocation_evidence" "bytea",
	"report" jsonb NOT NULL,
	"verifier" text NOT NULL,
	"client" jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signature_recheck" (
	"id" uuid PRIMARY KEY NOT NULL,
	"evidence_id" uuid NOT NULL,
	"result" text NOT NULL,
	"evidence" "bytea",
	"checked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"region_id" integer,
	"person_id" uuid,
	"channel" text NOT NULL,
	"recipient" text NOT NULL,
	"locale" text NOT NULL,
	"template" text NOT NULL,
	"params" jsonb NOT NULL,
	"cause" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"failure" text
);
--> statement-breakpoint
CREATE TABLE "contact" (
	"person_id" uuid PRIMARY KEY NOT NULL,
	"email" text,
	"phone" text,
	"second_phone" text,
	"locale" text NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "legal_representation" (
	"child_id" uuid NOT NULL,
	"adult_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"confirmed_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "legal_representation_child_id_adult_id_pk" PRIMARY KEY("child_id","adult_id")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"iin" char(12) NOT NULL,
	"surname" text NOT NULL,
	"given_name" text NOT NULL,
	"patronymic" text,
	"birth_date" date,
	"sex" text,
	"registration" jsonb,
	"source" text NOT NULL,
	"checked_at" timestamp with time zone,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registry_answer" (
	"id" uuid PRIMARY KEY NOT NULL,
	"registry" text NOT NULL,
	"subject_iin" char(12) NOT NULL,
	"status" text NOT NULL,
	"answer" jsonb NOT NULL,
	"asked_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff_role" (
	"id" uuid PRIMARY KEY NOT NULL,
	"iin" char(12) NOT NULL,
	"name" text NOT NULL,
	"login" text,
	"role" text NOT NULL,
	"region_id" integer,
	"kindergarten" text,
	"granted_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "demo_setting" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"key" text NOT NULL,
	"window_start" timestamp with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "rate_limit_key_window_start_pk" PRIMARY KEY("key","window_start")
);
--> statement-breakpoint
CREATE TABLE "worker_heartbeat" (
	"worker_id" text PRIMARY KEY NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "policy_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"region_id" integer,
	"queue_type" text,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"parameters" jsonb NOT NULL,
	"source" jsonb NOT NULL,
	"code" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "region" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "region_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"kato" char(9) NOT NULL,
	"names" jsonb NOT NULL,
	"support_phone" text NOT NULL,
	"office_address" jsonb NOT NULL,
	"office_hours" jsonb NOT NULL,
	"bin" char(12),
	"has_districts" boolean DEFAULT false NOT NULL,
	"opened_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "region_district" (
	"region_id" integer NOT NULL,
	"kato" char(9) NOT NULL,
	CONSTRAINT "region_district_region_id_kato_pk" PRIMARY KEY("region_id","kato")
);
--> statement-breakpoint
CREATE TABLE "territory" (
	"kato" char(9) PRIMARY KEY NOT NULL,
	"parent_kato" char(9),
	"kind" text NOT NULL,
	"names" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"person_id" uuid NOT NULL,
	"strength" text NOT NULL,
	"method" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"device" text NOT NULL,
	"address" text NOT NULL,
	"evidence_id" uuid
);
--> statement-breakpoint
ALTER TABLE "application" ADD CONSTRAINT "application_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application" ADD CONSTRAINT "application_district_kato_territory_kato_fk" FOREIGN KEY ("district_kato") REFERENCES "public"."territory"("kato") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application" ADD CONSTRAINT "application_applicant_id_person_id_fk" FOREIGN KEY ("applicant_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application" ADD CONSTRAINT "application_child_id_person_id_fk" FOREIGN KEY ("child_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application" ADD CONSTRAINT "application_evidence_id_signature_evidence_id_fk" FOREIGN KEY ("evidence_id") REFERENCES "public"."signature_evidence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_check" ADD CONSTRAINT "application_check_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_draft" ADD CONSTRAINT "application_draft_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_draft" ADD CONSTRAINT "application_draft_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "privilege_claim" ADD CONSTRAINT "privilege_claim_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_entry" ADD CONSTRAINT "queue_entry_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "queue_event" ADD CONSTRAINT "queue_event_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signing_request" ADD CONSTRAINT "signing_request_region_id_draft_id_application_draft_region_id_id_fk" FOREIGN KEY ("region_id","draft_id") REFERENCES "public"."application_draft"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_owner_id_person_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_region_id_draft_id_application_draft_region_id_id_fk" FOREIGN KEY ("region_id","draft_id") REFERENCES "public"."application_draft"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issued_document" ADD CONSTRAINT "issued_document_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_ticket" ADD CONSTRAINT "upload_ticket_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "upload_ticket" ADD CONSTRAINT "upload_ticket_region_id_draft_id_application_draft_region_id_id_fk" FOREIGN KEY ("region_id","draft_id") REFERENCES "public"."application_draft"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_recheck" ADD CONSTRAINT "signature_recheck_evidence_id_signature_evidence_id_fk" FOREIGN KEY ("evidence_id") REFERENCES "public"."signature_evidence"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact" ADD CONSTRAINT "contact_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_representation" ADD CONSTRAINT "legal_representation_child_id_person_id_fk" FOREIGN KEY ("child_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "legal_representation" ADD CONSTRAINT "legal_representation_adult_id_person_id_fk" FOREIGN KEY ("adult_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_role" ADD CONSTRAINT "staff_role_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy" ADD CONSTRAINT "policy_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "region_district" ADD CONSTRAINT "region_district_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "region_district" ADD CONSTRAINT "region_district_kato_territory_kato_fk" FOREIGN KEY ("kato") REFERENCES "public"."territory"("kato") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "application_applicant" ON "application" USING btree ("applicant_id");--> statement-breakpoint
CREATE INDEX "application_child" ON "application" USING btree ("child_id");--> statement-breakpoint
CREATE UNIQUE INDEX "application_one_per_child" ON "application" USING btree ("region_id","child_id","queue_type") WHERE status not in ('WITHDRAWN', 'REMOVED', 'REFUSED', 'ENROLLED');--> statement-breakpoint
CREATE INDEX "application_draft_person" ON "application_draft" USING btree ("person_id","region_id");--> statement-breakpoint
CREATE UNIQUE INDEX "privilege_claim_once" ON "privilege_claim" USING btree ("region_id","application_id","category");--> statement-breakpoint
CREATE INDEX "queue_entry_order" ON "queue_entry" USING btree ("region_id","queue_type","district_kato","cohort","class","registered_at","seq") WHERE waiting;--> statement-breakpoint
CREATE INDEX "queue_event_application" ON "queue_event" USING btree ("region_id","application_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "signing_request_open" ON "signing_request" USING btree ("region_id","draft_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "audit_entry_subject" ON "audit_entry" USING btree ("subject_kind","subject_id");--> statement-breakpoint
CREATE INDEX "audit_entry_concerns" ON "audit_entry" USING btree ("concerns_id","at");--> statement-breakpoint
CREATE INDEX "audit_entry_person" ON "audit_entry" USING btree ("person_id","at");--> statement-breakpoint
CREATE INDEX "attachment_draft" ON "attachment" USING btree ("region_id","draft_id");--> statement-breakpoint
CREATE INDEX "attachment_application" ON "attachment" USING btree ("region_id","application_id");--> statement-breakpoint
CREATE UNIQUE INDEX "issued_document_token" ON "issued_document" USING btree ("token");--> statement-breakpoint
CREATE INDEX "issued_document_application" ON "issued_document" USING btree ("region_id","application_id");--> statement-breakpoint
CREATE INDEX "upload_ticket_expiry" ON "upload_ticket" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sign_in_challenge_expiry" ON "sign_in_challenge" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_ticket_token" ON "sign_in_ticket" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "signature_evidence_subject" ON "signature_evidence" USING btree ("subject_id");--> statement-breakpoint
CREATE INDEX "signature_evidence_signer" ON "signature_evidence" USING btree ("signer_iin","received_at");--> statement-breakpoint
CREATE INDEX "signature_recheck_evidence" ON "signature_recheck" USING btree ("evidence_id","checked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "message_once" ON "message" USING btree ("cause","channel","recipient");--> statement-breakpoint
CREATE INDEX "message_recipient" ON "message" USING btree ("recipient","created_at");--> statement-breakpoint
CREATE INDEX "message_person" ON "message" USING btree ("person_id","created_at");--> statement-breakpoint
CREATE INDEX "legal_representation_adult" ON "legal_representation" USING btree ("adult_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_iin" ON "person" USING btree ("iin");--> statement-breakpoint
CREATE INDEX "registry_answer_subject" ON "registry_answer" USING btree ("subject_iin","asked_at");--> statement-breakpoint
CREATE INDEX "staff_role_iin" ON "staff_role" USING btree ("iin");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_code" ON "policy" USING btree ("code");--> statement-breakpoint
CREATE INDEX "policy_region" ON "policy" USING btree ("region_id","queue_type","valid_from");--> statement-breakpoint
CREATE UNIQUE INDEX "region_slug" ON "region" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "region_kato" ON "region" USING btree ("kato");--> statement-breakpoint
CREATE INDEX "session_person" ON "session" USING btree ("person_id","created_at");