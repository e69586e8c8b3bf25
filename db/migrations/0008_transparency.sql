CREATE TABLE "log_checkpoint" (
	"region_id" integer NOT NULL,
	"size" bigint NOT NULL,
	"origin" text NOT NULL,
	"root" "bytea" NOT NULL,
	"note" text NOT NULL,
	"public_key" "bytea" NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "log_checkpoint_region_id_size_pk" PRIMARY KEY("region_id","size")
);
--> statement-breakpoint
CREATE TABLE "log_leaf" (
	"region_id" integer NOT NULL,
	"leaf_index" bigint NOT NULL,
	"event_seq" bigint NOT NULL,
	"application_id" uuid NOT NULL,
	"leaf" text NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "log_leaf_region_id_leaf_index_pk" PRIMARY KEY("region_id","leaf_index"),
	CONSTRAINT "log_leaf_event" UNIQUE("region_id","event_seq")
);
--> statement-breakpoint
CREATE TABLE "log_node" (
	"region_id" integer NOT NULL,
	"level" smallint NOT NULL,
	"node_index" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "log_node_region_id_level_node_index_pk" PRIMARY KEY("region_id","level","node_index")
);
--> statement-breakpoint
ALTER TABLE "log_checkpoint" ADD CONSTRAINT "log_checkpoint_region_id_region_id_fk" FOREIGN KEY ("region_id") REFERENCES "public"."region"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "log_leaf" ADD CONSTRAINT "log_leaf_region_id_event_seq_queue_event_region_id_seq_fk" FOREIGN KEY ("region_id","event_seq") REFERENCES "public"."queue_event"("region_id","seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "log_leaf_application" ON "log_leaf" USING btree ("region_id","application_id","leaf_index");
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON log_leaf FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON log_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON log_node FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON log_node FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON log_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON log_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
