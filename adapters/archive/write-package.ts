import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { canonicalJson } from '../../core/canonical-json.ts'
import type { MadePackage, PackageOrder } from '../../core/archive/archives.ts'
import { eachMentionPage } from '../../core/archive/each-mention.ts'
import { evidenceKeys } from '../../core/archive/evidence-keys.ts'
import { readme } from '../../core/archive/readme.ts'
import { headHash } from '../../core/incident/state.ts'
import { msOf } from '../../core/instant.ts'
import type { NoticeRow } from '../../core/notice.ts'
import type { Stores } from '../../core/ports.ts'
import { readReports } from '../../core/reports/report-book.ts'
import { EvidencePacker } from './evidence-packer.ts'
import { TarWriter, type Member } from './tar-writer.ts'

export type PackageStores = Pick<Stores, 'mentions' | 'notices' | 'evidence'> & { readonly crawl: Pick<Stores['crawl'], 'enqueue' | 'pending'> }

const mostNotices = 100_000
/** Lines are handed on in parts of about this size. */
const partChars = 1 << 18

/**
 * Writes one package: what stands behind the incident, the list of the SHA-256 of each file, and the root over that list. It streams;
 * what stays in memory is the timelines, the notices and the keys of the evidence.
 */
export async function writePackage(file: FileHandle, stores: PackageStores, order: PackageOrder): Promise<Omit<MadePackage, 'file' | 'sha256'>> {
  const tar = new TarWriter(file, Math.floor(msOf(order.madeAt) / 1000))
  const members: Member[] = []
  const add = async (name: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> => void members.push(await tar.add(name, content))
  const evidence = new EvidencePacker(stores.evidence)

  await add('README.md', text(readme(order)))
  for (const script of ['verify.mjs', 'verify.py']) await add(script, await readFile(new URL(script, import.meta.url)))
  for (const [index, { events, ...rest }] of order.documents.entries()) {
    for (const { seq, body } of events) evidence.note(evidenceKeys(body), `事件 ${index + 1} 第 ${seq} 条`)
    await add(`incidents/${index + 1}/events.jsonl`, lines(inPages(events), canonicalJson))
    await add(`incidents/${index + 1}/state.json`, text(`${JSON.stringify(rest)}\n`))
  }
  const ids = order.documents.map(({ id }) => id)
  const counts = { mentions: 0, notices: 0, papers: 0 }
  await add('mentions.jsonl', lines(counted(eachMentionPage(stores.mentions, ids)), JSON.stringify))
  await add('notices.jsonl', lines(inPages(await noticesOf(ids)), JSON.stringify))
  await add('papers.jsonl', lines(inPages(await papersOf(ids)), JSON.stringify))
  for await (const { key, bytes } of evidence.all()) await add(`evidence/${key}`, bytes)
  await add('evidence.jsonl', lines(inPages(evidence.kept), JSON.stringify))
  await add('archive.json', text(`${JSON.stringify(about())}\n`))

  const sums = text(members.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''))
  const root = createHash('sha256').update(sums).digest('hex')
  await add('SHA256SUMS', sums)
  await add('ROOT', text(`${root}\n`))
  return { bytes: await tar.end(), root, mentions: counts.mentions, evidence: evidence.kept.length, missing: evidence.missing.length }

  async function* counted(pages: ReturnType<typeof eachMentionPage>): ReturnType<typeof eachMentionPage> {
    for await (const page of pages) {
      for (const { mention } of page) {
        counts.mentions += 1
        evidence.note(evidenceKeys(mention), `信息 ${mention.id}`)
      }
      yield page
    }
  }

  async function noticesOf(subjects: readonly string[]): Promise<readonly NoticeRow[]> {
    const rows: NoticeRow[] = []
    for (const subjectId of subjects) rows.push(...(await stores.notices.list({ subjectId, limit: mostNotices })))
    counts.notices = rows.length
    return rows.map(withoutAddress)
  }

  /** What was made on paper of these incidents, the oldest first; its files stand among the evidence. */
  async function papersOf(subjects: readonly string[]): Promise<readonly unknown[]> {
    // They wait for nothing: what is kept is there at any time.
    const records = (await readReports(stores.crawl, Number.MAX_SAFE_INTEGER)).toReversed()
    const own = records.filter(({ incidentId }) => incidentId !== null && subjects.includes(incidentId))
    counts.papers = own.length
    return own.map(({ files, ...record }, index) => {
      const row = { ...record, files: files.map(({ key, ...file }) => ({ ...file, evidence: key })) }
      evidence.note(evidenceKeys(row), `公文第 ${index + 1} 件`)
      return row
    })
  }

  function about(): unknown {
    const [{ state }] = order.documents
    return {
      format: 'wanglou-archive/1',
      number: order.number,
      keptFor: order.keptFor,
      title: state.title,
      drill: state.drill,
      jurisdiction: state.jurisdiction,
      unit: order.unit,
      madeAt: order.madeAt,
      madeBy: order.madeBy,
      incidents: order.documents.map((document) => ({ id: document.id, events: document.events.length, headHash: headHash(document) })),
      ...counts,
      evidence: evidence.kept.length,
      missing: evidence.missing
    }
  }
}

/** Whom it was for stays, by post; telephone numbers and mail addresses are nobody's business in an archive. */
function withoutAddress(row: NoticeRow): NoticeRow {
  return { ...row, notice: { ...row.notice, recipient: { ...row.notice.recipient, address: null } } }
}

function text(words: string): Uint8Array {
  return Buffer.from(words, 'utf8')
}

async function* inPages<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += 500) yield rows.slice(at, at + 500)
}

/** One JSON a line. */
async function* lines<Row>(pages: AsyncIterable<readonly Row[]>, write: (row: Row) => string): AsyncGenerator<Uint8Array> {
  let part = ''
  for await (const page of pages) {
    for (const row of page) {
      part += `${write(row)}\n`
      if (part.length < partChars) continue
      yield Buffer.from(part, 'utf8')
      part = ''
    }
  }
  if (part !== '') yield Buffer.from(part, 'utf8')
}
