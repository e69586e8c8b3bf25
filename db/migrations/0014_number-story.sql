CREATE TABLE "number_seen" (
	"region_id" integer NOT NULL,
	"application_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"previous_at" timestamp with time zone,
	"previous_number" integer,
	"seen_at" timestamp with time zone NOT NULL,
	"seen_number" integer NOT NULL,
	CONSTRAINT "number_seen_region_id_application_id_person_id_pk" PRIMARY KEY("region_id","application_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "queue_move" (
	"region_id" integer NOT NULL,
	"event_seq" bigint NOT NULL,
	"side" smallint NOT NULL,
	"queue_type" text NOT NULL,
	"district_kato" text NOT NULL,
	"cohort" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"application_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"entry_seq" bigint NOT NULL,
	"was_class" text,
	"was_registered_at" timestamp with time zone,
	"is_class" text,
	"is_registered_at" timestamp with time zone,
	CONSTRAINT "queue_move_key" PRIMARY KEY("region_id","event_seq","side")
);
--> statement-breakpoint
ALTER TABLE "number_seen" ADD CONSTRAINT "number_seen_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "number_seen" ADD CONSTRAINT "number_seen_region_id_application_id_application_region_id_id_fk" FOREIGN KEY ("region_id","application_id") REFERENCES "public"."application"("region_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "number_seen_person" ON "number_seen" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "queue_move_read" ON "queue_move" USING btree ("region_id","queue_type","district_kato","cohort","at","event_seq","application_id","kind","entry_seq","was_class","was_registered_at","is_class","is_registered_at");
--> statement-breakpoint
-- Rows are only ever added: without this they would be marked as seen by all too late for reading from the index alone.
ALTER TABLE "queue_move" SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
--> statement-breakpoint
-- The one place where moves are written: what one event did to the queues, by the events of its application before it.
-- An event that cannot be read moves nobody here; the nightly check names it.
CREATE FUNCTION move_in_queues(e queue_event) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  leaving constant text[] := ARRAY['held', 'referred', 'enrolled', 'withdrawn', 'removed', 'refused'];
  coming_back constant text[] := ARRAY['released', 'restored'];
  moving constant text[] := ARRAY['registered', 'privilege-claimed', 'privilege-confirmed', 'privilege-refused',
    'privilege-expired', 'privilege-given-up', 'moved', 'corrected'] || leaving || coming_back;
  former jsonb;
  latter jsonb;
  told record;
  entry record;
  former_queue text[];
  latter_queue text[];
  waited boolean;
  waits boolean;
  stays boolean;
BEGIN
  IF NOT e.kind = ANY (moving) THEN RETURN; END IF;
  FOR told IN
    SELECT kind, at, data, data ->> 'v' = '2' AS whole FROM queue_event
    WHERE region_id = e.region_id AND application_id = e.application_id AND seq <= e.seq AND kind = ANY (moving)
    ORDER BY seq
  LOOP
    former := latter;
    IF told.kind = 'registered' THEN
      latter := told.data;
      -- The first version of the ledger told neither instant nor waiting, and of a privilege only the class.
      IF told.whole IS NOT TRUE THEN
        latter := latter || jsonb_build_object('registeredAt', told.at, 'waiting', true);
      END IF;
    ELSE
      latter := latter || coalesce(told.data -> 'to', '{}');
      IF told.whole IS NOT TRUE AND told.data ? 'class' THEN
        latter := latter || jsonb_build_object('class', told.data -> 'class');
      END IF;
      IF told.kind = ANY (leaving) THEN latter := latter || '{"waiting": false}'; END IF;
      IF told.kind = ANY (coming_back) THEN latter := latter || '{"waiting": true}'; END IF;
    END IF;
  END LOOP;
  SELECT seq, district_kato INTO entry FROM queue_entry
  WHERE region_id = e.region_id AND application_id = e.application_id;
  IF latter IS NULL OR latter ->> 'queueType' IS NULL OR coalesce(latter ->> 'seq', entry.seq::text) IS NULL
    OR NOT coalesce(latter ->> 'cohort', '') ~ '^\d{1,5}$'
    OR NOT coalesce(latter ->> 'class', '') = ANY (ARRAY['extraordinary', 'first-priority', 'ordinary'])
    OR NOT coalesce(latter ->> 'registeredAt', '') ~ '^\d{4}-\d\d-\d\dT'
  THEN RETURN; END IF;
  former_queue := ARRAY[former ->> 'queueType', coalesce(former ->> 'districtKato', entry.district_kato, ''), former ->> 'cohort'];
  latter_queue := ARRAY[latter ->> 'queueType', coalesce(latter ->> 'districtKato', entry.district_kato, ''), latter ->> 'cohort'];
  waited := coalesce((former ->> 'waiting')::boolean, false);
  waits := coalesce((latter ->> 'waiting')::boolean, false);
  stays := waited AND waits AND former_queue = latter_queue;
  IF stays AND former ->> 'class' = latter ->> 'class'
    AND (former ->> 'registeredAt')::timestamptz = (latter ->> 'registeredAt')::timestamptz
  THEN RETURN; END IF;
  INSERT INTO queue_move (region_id, event_seq, side, queue_type, district_kato, cohort, at, application_id, kind,
    entry_seq, was_class, was_registered_at, is_class, is_registered_at)
  SELECT e.region_id, e.seq, side, queue[1], queue[2], queue[3]::integer, e.at, e.application_id, e.kind,
    coalesce((latter ->> 'seq')::bigint, entry.seq),
    was ->> 'class', (was ->> 'registeredAt')::timestamptz, is_now ->> 'class', (is_now ->> 'registeredAt')::timestamptz
  FROM (VALUES
    (0, former_queue, former, CASE WHEN stays THEN latter END, waited),
    (1, latter_queue, NULL, latter, waits AND NOT stays),
    (0, latter_queue, NULL, NULL, NOT waited AND NOT waits AND e.kind = ANY (leaving))
  ) AS sides (side, queue, was, is_now, wanted)
  WHERE wanted;
END
$$;
--> statement-breakpoint
CREATE FUNCTION move_by_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM move_in_queues(NEW);
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Nothing happens between what is told here and the trigger.
LOCK TABLE queue_event IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
SELECT move_in_queues(e) FROM queue_event e;
--> statement-breakpoint
CREATE TRIGGER moved_in_queues AFTER INSERT ON queue_event FOR EACH ROW EXECUTE FUNCTION move_by_event();
