-- What was in Discord before the message, where that is something later than the command of the request: the press that asked
-- for a song again, or the status message that is replaced. A search for the message begins there.
ALTER TABLE deliveries ADD COLUMN after_id BIGINT;
