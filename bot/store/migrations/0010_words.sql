-- Which words a song can be found by: what is to be forgotten is read from here, not worked out anew.
CREATE INDEX track_words_of_track ON track_words (track_id);
