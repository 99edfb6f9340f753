import { allPartitions, tableOf } from './partitions.ts'

/** AUTOINCREMENT: an offset is never given twice, also after old records were pruned. */
const logTables = allPartitions
  .map(
    (partition) => `CREATE TABLE ${tableOf(partition)} (
  offset INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, value TEXT NOT NULL
) STRICT;`
  )
  .join('\n')

const log = `${logTables}
CREATE TABLE log_groups (
  topic TEXT NOT NULL, grp TEXT NOT NULL, partition INTEGER NOT NULL, committed INTEGER NOT NULL,
  PRIMARY KEY (topic, grp, partition)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_leases (
  topic TEXT NOT NULL, grp TEXT NOT NULL, partition INTEGER NOT NULL, fence INTEGER NOT NULL,
  holder TEXT, host TEXT, pid INTEGER, pid_started TEXT, until_ms REAL NOT NULL,
  PRIMARY KEY (topic, grp, partition)
) STRICT, WITHOUT ROWID;`

/** The JSON columns stand last, so that reading the others does not touch their overflow pages. */
const mentions = `
CREATE TABLE mentions (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sort_key TEXT NOT NULL, observed_at TEXT NOT NULL, content_hash TEXT NOT NULL,
  content_since TEXT NOT NULL, engagement TEXT NOT NULL, rules_version TEXT, incident_id TEXT, source TEXT NOT NULL, source_key TEXT NOT NULL,
  kind TEXT NOT NULL, author_key TEXT, grade TEXT, relevant INTEGER NOT NULL, polarity INTEGER,
  views INTEGER, likes INTEGER, comments INTEGER, reposts INTEGER,
  first_seen_at TEXT NOT NULL, versions INTEGER NOT NULL, observations INTEGER NOT NULL,
  mention TEXT NOT NULL, assessment TEXT
) STRICT;
CREATE INDEX mentions_newest ON mentions (sort_key DESC, id);
CREATE INDEX mentions_incident ON mentions (incident_id, sort_key DESC, id) WHERE incident_id IS NOT NULL;
CREATE TABLE mention_versions (
  row INTEGER NOT NULL, content_hash TEXT NOT NULL, observed_at TEXT NOT NULL, title TEXT, text TEXT,
  PRIMARY KEY (row, content_hash)
) STRICT;
CREATE TABLE mention_series (
  row INTEGER NOT NULL, observed_at TEXT NOT NULL, engagement TEXT NOT NULL,
  PRIMARY KEY (row, observed_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE early_assignments (id TEXT PRIMARY KEY, incident_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE mention_search USING fts5(title, text, content='', contentless_delete=1, tokenize='ascii');
INSERT INTO mention_search(mention_search, rank) VALUES ('hashsize', 16777216);`

const incidents = `
CREATE TABLE incidents (
  id TEXT PRIMARY KEY, version INTEGER NOT NULL, status TEXT NOT NULL, grade TEXT, severity INTEGER NOT NULL, next_due_at TEXT,
  opened_at TEXT NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE INDEX incidents_urgent ON incidents (status, severity DESC, next_due_at, opened_at DESC);`

const notices = `
CREATE TABLE notices (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, subject_id TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, possible_duplicate INTEGER NOT NULL DEFAULT 0, next_try_ms REAL, handed_ms REAL, settled_at TEXT,
  detail TEXT, fence INTEGER NOT NULL DEFAULT 0, holder TEXT, lease_until_ms REAL, notice TEXT NOT NULL
) STRICT;
CREATE INDEX notices_open ON notices (seq) WHERE state IN ('queued', 'sending');
CREATE INDEX notices_subject ON notices (subject_id, seq);`

const others = `
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
  previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TABLE leases (name TEXT PRIMARY KEY, holder TEXT, fence INTEGER NOT NULL, until_ms REAL NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE frontier (
  seq INTEGER PRIMARY KEY, source_id TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, hint TEXT NOT NULL, tries INTEGER NOT NULL,
  not_before_ms REAL NOT NULL, done INTEGER NOT NULL, UNIQUE (source_id, key)
) STRICT;
CREATE INDEX frontier_pending ON frontier (source_id, seq) WHERE done = 0;
CREATE TABLE crawl_cursors (source_id TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (source_id, name)) STRICT, WITHOUT ROWID;
CREATE TABLE source_health (source_id TEXT PRIMARY KEY, health TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE accounts (id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, account TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (token_hash TEXT PRIMARY KEY, account_id TEXT NOT NULL, created_at TEXT NOT NULL, session TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE one_time_links (token_hash TEXT PRIMARY KEY, account_id TEXT, expires_ms REAL NOT NULL) STRICT, WITHOUT ROWID;`

/** Rows that wait are looked for each few seconds. */
const waitingNotices = `CREATE INDEX notices_waiting ON notices (state, seq) WHERE state IN ('held', 'muted');`

/**
 * What was called delivered was taken over by a service, and no more is known of it. Rows are settled once a try, so that the
 * index of those that may step up stays short.
 */
const noticeStages = `
ALTER TABLE notices ADD COLUMN marks TEXT NOT NULL DEFAULT '{}';
ALTER TABLE notices ADD COLUMN step_up_at TEXT;
UPDATE notices SET state = 'accepted',
  marks = CASE WHEN settled_at IS NULL THEN '{}'
    ELSE json_object('accepted', json_object('at', settled_at, 'source', coalesce(detail, ''))) END
  WHERE state = 'delivered';
CREATE INDEX notices_step_up ON notices (step_up_at) WHERE step_up_at IS NOT NULL;`

/** Empty: nobody knows, so a sweep looks now. The indices hold all that its questions ask of many rows. */
const incidentLooks = `
ALTER TABLE incidents ADD COLUMN look_at TEXT NOT NULL DEFAULT '';
CREATE INDEX incidents_due ON incidents (look_at, severity, id) WHERE status = 'open';
CREATE INDEX incidents_open ON incidents (id) WHERE status = 'open';`

/** 文号. A number is a place in its series, so none is given twice and none is left out. */
const documentNumbers = `
CREATE TABLE document_numbers (
  series TEXT NOT NULL, number INTEGER NOT NULL, document_id TEXT NOT NULL,
  PRIMARY KEY (series, number), UNIQUE (series, document_id)
) STRICT, WITHOUT ROWID;`

/** Few, so a table of its own: the counts of an incident are read without the rows' JSON. */
const goneMentions = `CREATE TABLE gone_mentions (row INTEGER PRIMARY KEY, since TEXT NOT NULL) STRICT;`

/** Holds all that a report counts by: 100,000 rows are counted without reading them, in a third of the time. */
const countedMentions = `
DROP INDEX mentions_newest;
CREATE INDEX mentions_newest ON mentions (sort_key DESC, id, kind, source, grade, polarity, relevant);`

/**
 * Narrow, and in the order of the text index's hits: what a search holds them against and sorts them by is read without the rows, which are
 * some hundred times wider. Some 50 MB a million.
 */
const mentionsByRow = `CREATE INDEX mentions_by_row ON mentions (row, sort_key, id, kind, grade, relevant, incident_id);`

/** In order; never change one that was released, add another. */
export const migrations: readonly string[] = [
  `${log}\n${mentions}\n${incidents}\n${notices}\n${others}`,
  noticeStages,
  waitingNotices,
  incidentLooks,
  documentNumbers,
  goneMentions,
  countedMentions,
  mentionsByRow
]
