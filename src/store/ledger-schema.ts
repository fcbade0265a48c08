/** "ccld" in ASCII: marks the file as a ledger of this program (https://sqlite.org/pragma.html#pragma_application_id). */
export const LEDGER_ID = 0x63636c64;

/** One step of the ledger's schema; its number is its place in the list, counted from 1. Steps are only ever added. */
export type Migration = { name: string; sql: string };

export const LEDGER_MIGRATIONS: readonly Migration[] = [
  {
    name: "journal, archive, versions, trash, numbers, sources, labels, settings, writer",
    sql: `
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL, about TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'interrupted', 'undone')),
  summary TEXT NOT NULL
) STRICT;

CREATE TABLE entries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL REFERENCES runs,
  subject TEXT NOT NULL, action TEXT NOT NULL, display TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('intended', 'sent', 'confirmed', 'failed', 'undone')),
  at TEXT NOT NULL, sent_at TEXT, settled_at TEXT, detail TEXT
) STRICT;
CREATE INDEX entries_run ON entries (run);
CREATE INDEX entries_subject ON entries (subject);
CREATE INDEX entries_open ON entries (id) WHERE state IN ('intended', 'sent');

CREATE TABLE archive (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT NOT NULL, entry INTEGER REFERENCES entries,
  reason TEXT NOT NULL, text TEXT NOT NULL, now TEXT, order_number INTEGER, title TEXT, date TEXT,
  at TEXT NOT NULL, put_back_at TEXT
) STRICT;
CREATE INDEX archive_subject ON archive (subject);
CREATE INDEX archive_entry ON archive (entry);

CREATE TABLE versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT NOT NULL, notes TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL
) STRICT;
CREATE INDEX versions_subject ON versions (subject);

CREATE TABLE trash (
  resource_name TEXT PRIMARY KEY, display TEXT NOT NULL, person TEXT NOT NULL, deleted_at TEXT NOT NULL, restored_as TEXT
) STRICT;

CREATE TABLE numbers (id INTEGER PRIMARY KEY CHECK (id = 1), last INTEGER NOT NULL) STRICT;
INSERT INTO numbers (id, last) VALUES (1, 0);

CREATE TABLE sources (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  subject TEXT NOT NULL, entry INTEGER REFERENCES entries, hash TEXT NOT NULL, row TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE INDEX sources_subject ON sources (subject);
CREATE INDEX sources_entry ON sources (entry);
CREATE UNIQUE INDEX sources_accounted ON sources (subject, hash) WHERE entry IS NULL;

CREATE TABLE label_roles (role TEXT PRIMARY KEY, resource_name TEXT NOT NULL) STRICT;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE writer (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  pid INTEGER NOT NULL, host TEXT NOT NULL, command TEXT NOT NULL, at TEXT NOT NULL, started TEXT
) STRICT;
`,
  },
  {
    name: "find what was put back lately without reading the whole archive, at every sync",
    sql: `
CREATE INDEX archive_put_back ON archive (put_back_at) WHERE put_back_at IS NOT NULL;
CREATE INDEX entries_undone ON entries (settled_at) WHERE state = 'undone';
`,
  },
  {
    name: "remember the labels that roles were bound to before",
    sql: "CREATE TABLE former_labels (resource_name TEXT PRIMARY KEY, role TEXT NOT NULL) STRICT;",
  },
  {
    name: "let texts rest that were put back",
    sql: "CREATE TABLE rests (subject TEXT PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL) STRICT;",
  },
  {
    name: "clients who live on in another, pairs that are not the same, runs whose texts are no longer kept",
    sql: `
CREATE TABLE merges (
  entry INTEGER PRIMARY KEY REFERENCES entries, subject TEXT NOT NULL, survivor TEXT NOT NULL
) STRICT;
CREATE INDEX merges_subject ON merges (subject);
CREATE INDEX merges_survivor ON merges (survivor);
CREATE TABLE not_same (one TEXT NOT NULL, other TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (one, other)) STRICT;
CREATE INDEX not_same_other ON not_same (other);
ALTER TABLE runs ADD COLUMN pruned_at TEXT;
`,
  },
];
