-- The two append-only tables that could still be emptied at one stroke.
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON signature_recheck FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON registry_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
