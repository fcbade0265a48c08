/** Raised whenever the tables below, or what is kept in their JSON, change: a mirror of another version is made anew. */
export const MIRROR_VERSION = 2;

/** `content` is the hash of the owned content; `derived` is JSON, the client without person, etag and updateTime; `person` is JSON. */
const ROW = `
  resource_name TEXT NOT NULL UNIQUE,
  etag          TEXT NOT NULL,
  update_time   TEXT,
  content       TEXT NOT NULL,
  derived       TEXT NOT NULL,
  person        TEXT NOT NULL`;

/**
 * `clients_due` answers who is due without a look at a card of those who are not.
 * `clients.indexed` is 0 while the rows of the index tables and of the search are older than the client; every transaction leaves it at 1.
 * The search is over trigrams, so any three letters of a word find it: https://sqlite.org/fts5.html#the_trigram_tokenizer
 */
export const MIRROR_SCHEMA = `
CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), people_token TEXT, full_at TEXT, pulled_at TEXT) STRICT;
INSERT INTO state (id) VALUES (1);

CREATE TABLE clients (
  id INTEGER PRIMARY KEY,
  ${ROW},
  seen_at    TEXT NOT NULL,
  base       TEXT,
  reconciled TEXT,
  indexed    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX clients_to_index ON clients (id) WHERE indexed = 0;
CREATE INDEX clients_due ON clients (resource_name, reconciled);

CREATE TABLE phones (
  client INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE,
  e164 TEXT, digits TEXT NOT NULL, last9 TEXT, last8 TEXT
) STRICT;
CREATE INDEX phones_client ON phones (client);
CREATE INDEX phones_e164 ON phones (e164);
CREATE INDEX phones_digits ON phones (digits);
CREATE INDEX phones_last9 ON phones (last9);
CREATE INDEX phones_last8 ON phones (last8);

CREATE TABLE emails (client INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE, email TEXT NOT NULL) STRICT;
CREATE INDEX emails_client ON emails (client);
CREATE INDEX emails_email ON emails (email);

CREATE TABLE keys (client INTEGER NOT NULL REFERENCES clients ON DELETE CASCADE, key TEXT NOT NULL) STRICT;
CREATE INDEX keys_client ON keys (client);
CREATE INDEX keys_key ON keys (key);

CREATE VIRTUAL TABLE search USING fts5 (names, folded, phones, emails, notes, tokenize = 'trigram');

CREATE TABLE labels (position INTEGER PRIMARY KEY, label TEXT NOT NULL) STRICT;

CREATE TABLE staged (${ROW}) STRICT;
CREATE TABLE staged_previous (previous TEXT NOT NULL, resource_name TEXT NOT NULL, PRIMARY KEY (previous, resource_name)) STRICT;

PRAGMA user_version = ${MIRROR_VERSION};
`;
