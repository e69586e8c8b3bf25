CREATE TABLE "queue_count" (
	"region_id" integer NOT NULL,
	"queue_type" text NOT NULL,
	"district_kato" text NOT NULL,
	"cohort" integer NOT NULL,
	"class" text NOT NULL,
	"block" integer NOT NULL,
	"n" integer NOT NULL,
	"days" integer[] NOT NULL,
	CONSTRAINT "queue_count_key" PRIMARY KEY("region_id","queue_type","district_kato","cohort","class","block")
);
--> statement-breakpoint
CREATE INDEX "queue_event_at" ON "queue_event" USING btree ("region_id","at");--> statement-breakpoint
-- A row is rewritten with every change of its 64 days: room beside it keeps the index out of that.
ALTER TABLE "queue_count" SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
--> statement-breakpoint
-- The day of a registration, UTC, counted from 1970.
CREATE FUNCTION queue_day(instant timestamptz) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT floor(extract(epoch FROM instant) / 86400)::integer
$$;
--> statement-breakpoint
-- The one place where counters are written.
CREATE FUNCTION count_in_queue(
  region integer, queue text, district text, birth_year integer, entry_class text, day integer, delta integer
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  i integer := (day & 63) + 1;
BEGIN
  UPDATE queue_count c SET n = c.n + delta, days[i] = c.days[i] + delta
  WHERE c.region_id = region AND c.queue_type = queue AND c.district_kato = district
    AND c.cohort = birth_year AND c.class = entry_class AND c.block = day >> 6;
  IF FOUND THEN RETURN; END IF;
  INSERT INTO queue_count AS c (region_id, queue_type, district_kato, cohort, class, block, n, days)
  VALUES (region, queue, district, birth_year, entry_class, day >> 6, delta,
    array_fill(0, ARRAY[i - 1]) || delta || array_fill(0, ARRAY[64 - i]))
  ON CONFLICT (region_id, queue_type, district_kato, cohort, class, block)
  DO UPDATE SET n = c.n + delta, days[i] = c.days[i] + delta;
END
$$;
--> statement-breakpoint
-- What a statement did to the queue, summed, so that a mass operation touches each counter once a day of registration,
-- and always in the same order, so that two of them cannot wait for each other in a ring.
CREATE FUNCTION count_queue_entries() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  d record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    FOR d IN
      SELECT region_id, queue_type, district_kato, cohort, class, queue_day(registered_at) AS day, count(*)::integer AS delta
      FROM latter WHERE waiting GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    LOOP
      PERFORM count_in_queue(d.region_id, d.queue_type, d.district_kato, d.cohort, d.class, d.day, d.delta);
    END LOOP;
  ELSIF TG_OP = 'DELETE' THEN
    FOR d IN
      SELECT region_id, queue_type, district_kato, cohort, class, queue_day(registered_at) AS day, -count(*)::integer AS delta
      FROM former WHERE waiting GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
    LOOP
      PERFORM count_in_queue(d.region_id, d.queue_type, d.district_kato, d.cohort, d.class, d.day, d.delta);
    END LOOP;
  ELSIF TG_OP = 'UPDATE' THEN
    FOR d IN
      SELECT region_id, queue_type, district_kato, cohort, class, queue_day(registered_at) AS day, sum(one)::integer AS delta
      FROM (
        SELECT region_id, queue_type, district_kato, cohort, class, registered_at, -1 AS one FROM former WHERE waiting
        UNION ALL
        SELECT region_id, queue_type, district_kato, cohort, class, registered_at, 1 FROM latter WHERE waiting
      ) changed
      GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(one) <> 0 ORDER BY 1, 2, 3, 4, 5, 6
    LOOP
      PERFORM count_in_queue(d.region_id, d.queue_type, d.district_kato, d.cohort, d.class, d.day, d.delta);
    END LOOP;
  ELSE
    DELETE FROM queue_count;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Nobody changes the queue between the counting and the triggers.
LOCK TABLE queue_entry IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
INSERT INTO queue_count (region_id, queue_type, district_kato, cohort, class, block, n, days)
SELECT region_id, queue_type, district_kato, cohort, class, block, sum(n)::integer,
  (SELECT array_agg(coalesce(each.n, 0) ORDER BY i)
   FROM generate_series(0, 63) i
   LEFT JOIN unnest(array_agg(day), array_agg(counted.n)) AS each(day, n) ON each.day & 63 = i)
FROM (
  SELECT region_id, queue_type, district_kato, cohort, class, queue_day(registered_at) >> 6 AS block,
    queue_day(registered_at) AS day, count(*)::integer AS n
  FROM queue_entry WHERE waiting GROUP BY 1, 2, 3, 4, 5, 6, 7
) counted
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6;
--> statement-breakpoint
CREATE TRIGGER counted_insert AFTER INSERT ON queue_entry REFERENCING NEW TABLE AS latter
  FOR EACH STATEMENT EXECUTE FUNCTION count_queue_entries();
--> statement-breakpoint
CREATE TRIGGER counted_update AFTER UPDATE ON queue_entry REFERENCING OLD TABLE AS former NEW TABLE AS latter
  FOR EACH STATEMENT EXECUTE FUNCTION count_queue_entries();
--> statement-breakpoint
CREATE TRIGGER counted_delete AFTER DELETE ON queue_entry REFERENCING OLD TABLE AS former
  FOR EACH STATEMENT EXECUTE FUNCTION count_queue_entries();
--> statement-breakpoint
CREATE TRIGGER counted_truncate AFTER TRUNCATE ON queue_entry
  FOR EACH STATEMENT EXECUTE FUNCTION count_queue_entries();
