-- What is looked up by a key that no index had.

-- Rows whose first answer nobody has confirmed or looked up: their token is kept until then.
CREATE INDEX tasks_unconfirmed ON tasks (created_at) WHERE interaction_token IS NOT NULL;
