CREATE TABLE "queue_move_month" (
	"region_id" integer NOT NULL,
	"queue_type" text NOT NULL,
	"district_kato" text NOT NULL,
	"cohort" integer NOT NULL,
	"month" date NOT NULL,
	"part" smallint NOT NULL,
	"moves" "bytea" NOT NULL,
	CONSTRAINT "queue_move_month_key" PRIMARY KEY("region_id","queue_type","district_kato","cohort","month","part")
);
--> statement-breakpoint
-- A row fills a page; it is told in fewer bytes than a compressor would find, and must not be torn apart.
ALTER TABLE "queue_move_month" ALTER COLUMN "moves" SET STORAGE PLAIN;
--> statement-breakpoint
-- Whoever writes moves and whoever packs their month keep off each other by this number: few of them, so that a
-- transaction that writes moves of many months does not fill the table of locks.
CREATE FUNCTION queue_month_lock(region integer, queue text, district text, birth_year integer, month date)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 7501300 + (hashtext(concat_ws(' ', region, queue, district, birth_year, month - date '1970-01-01')) & 63)
$$;
--> statement-breakpoint
-- A move that is told late, or changed, unpacks its month. The lock stands until the end of the transaction: nobody
-- packs the month from rows that do not show this one yet.
CREATE FUNCTION unpack_month(m queue_move) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first_day date := date_trunc('month', m.at AT TIME ZONE 'UTC');
BEGIN
  PERFORM pg_advisory_xact_lock_shared(
    queue_month_lock(m.region_id, m.queue_type, m.district_kato, m.cohort, first_day));
  DELETE FROM queue_move_month p
  WHERE p.region_id = m.region_id AND p.queue_type = m.queue_type AND p.district_kato = m.district_kato
    AND p.cohort = m.cohort AND p.month = first_day;
END
$$;
--> statement-breakpoint
CREATE FUNCTION unpack_by_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    DELETE FROM queue_move_month;
  ELSE
    IF TG_OP <> 'INSERT' THEN PERFORM unpack_month(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM unpack_month(NEW); END IF;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER unpacked AFTER INSERT OR UPDATE OR DELETE ON queue_move FOR EACH ROW EXECUTE FUNCTION unpack_by_move();
--> statement-breakpoint
CREATE TRIGGER unpacked_truncate AFTER TRUNCATE ON queue_move FOR EACH STATEMENT EXECUTE FUNCTION unpack_by_move();
