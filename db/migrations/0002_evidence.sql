CREATE TABLE "signature_authority" (
	"fingerprint" char(64) PRIMARY KEY NOT NULL,
	"certificate" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signature_timestamp" (
	"evidence_id" uuid PRIMARY KEY NOT NULL,
	"token" "bytea" NOT NULL,
	"gen_time" timestamp with time zone NOT NULL,
	"policy" text NOT NULL,
	"serial" text NOT NULL,
	"authority" char(64) NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "signature_timestamp" ADD CONSTRAINT "signature_timestamp_evidence_id_signature_evidence_id_fk" FOREIGN KEY ("evidence_id") REFERENCES "public"."signature_evidence"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
-- Evidence is not changed and does not go: what stands beside it neither.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON signature_timestamp FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON signature_timestamp FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON signature_authority FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON signature_authority FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
