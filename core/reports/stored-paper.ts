import { z } from 'zod'
import { DamagedDataError } from '../errors.ts'
import type { EvidenceStore } from '../ports.ts'
import type { Instant } from '../instant.ts'
import type { Paper } from './paper.ts'
import { ReportKind } from './report-kind.ts'

const Run = z.object({ text: z.string(), cites: z.array(z.number()) })

const Block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.union([z.literal(1), z.literal(2), z.literal(3)]), text: z.string() }),
  z.object({ kind: z.literal('paragraph'), runs: z.array(Run) }),
  z.object({
    kind: z.literal('table'),
    caption: Run,
    columns: z.array(z.object({ head: z.string(), share: z.number(), align: z.enum(['left', 'center', 'right']) })),
    rows: z.array(z.array(z.string()))
  }),
  z.object({
    kind: z.literal('chart'),
    caption: Run,
    chart: z.object({ form: z.enum(['curve', 'bars']), unit: z.string(), points: z.array(z.object({ label: z.string(), value: z.number() })) })
  })
])

/** A paper as it is kept beside its files, so that its words can be changed and it be shown again. */
const StoredPaper = z.object({
  kind: ReportKind,
  layout: z.enum(['bulletin', 'document']),
  letterhead: z.string(),
  number: z.string(),
  secrecy: z.string().nullable(),
  urgency: z.string().nullable(),
  title: z.string(),
  recipients: z.array(z.string()),
  blocks: z.array(Block),
  attachments: z.array(z.string()),
  signedBy: z.string(),
  signedOn: z.string(),
  copiesTo: z.array(z.string()),
  printedBy: z.string(),
  drill: z.boolean(),
  sourcesIn: z.enum(['annex', 'foot']),
  sources: z.array(z.object({ number: z.number(), text: z.string(), short: z.string() }))
})

/** Its key in the evidence store. */
export async function keepPaper(evidence: Pick<EvidenceStore, 'put'>, paper: Paper, at: Instant): Promise<string> {
  return await evidence.put(new TextEncoder().encode(JSON.stringify(paper)), { url: null, contentType: 'application/json', at })
}

/** @throws DamagedDataError where the evidence store does not have it */
export async function readPaper(evidence: Pick<EvidenceStore, 'get'>, key: string): Promise<Paper> {
  const kept = await evidence.get(key)
  if (kept === null) throw new DamagedDataError(`报告的底稿 ${key} 不在证据库中`)
  return StoredPaper.parse(JSON.parse(new TextDecoder().decode(kept.bytes)))
}
