-- A proof asks for as many nodes as the tree is high, each at another place: with the hash in the index the table
-- itself is not opened for them.
ALTER TABLE "log_node" DROP CONSTRAINT "log_node_region_id_level_node_index_pk",
  ADD CONSTRAINT "log_node_region_id_level_node_index_pk" PRIMARY KEY ("region_id", "level", "node_index") INCLUDE ("hash");
--> statement-breakpoint
-- Rows are only ever added: without this they would be marked as seen by all too late for reading from the index alone.
ALTER TABLE "log_node" SET (autovacuum_vacuum_insert_scale_factor = 0.02);
