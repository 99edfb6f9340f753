import type { FastifyInstance } from 'fastify'
import { actorWords } from '../../core/actor.ts'
import { searchAudit, type AuditFilter } from '../../core/audit/search-audit.ts'
import { verifyChains } from '../../core/audit/verify-chains.ts'
import { csvText } from '../../core/csv-text.ts'
import { AlreadyRunningError } from '../../core/errors.ts'
import type { AuditEntry } from '../../core/records.ts'
import { signedIn } from '../access.ts'
import { audited, writeAudit } from '../audited.ts'
import type { AppContext } from '../context.ts'
import { AuditExportQuery, AuditQuery, type AuditRow, type AuditVerdict, type AuditView } from '../contract-audit.ts'
import { readRequest } from '../read-request.ts'
import { actionKinds, actionWords } from '../views/audit-words.ts'

const mostExported = 100_000
const exportPage = 5000

/** 审计: for the auditor alone, whose own looking is noted where it takes something out. */
export function auditRoutes(app: FastifyInstance, { stores, clock, writer }: AppContext): void {
  const audit = { audit: stores.audit, clock }
  let verifying = false

  app.get('/api/audit', { config: { access: 'audit.read' } }, async (request): Promise<AuditView> => {
    const { before, limit, ...asked } = readRequest(AuditQuery, request.query)
    const [head, page] = await Promise.all([stores.audit.head(), searchAudit(stores.audit, filterOf(asked), { before: before ?? null, limit })])
    return { now: clock.now(), head: { seq: head.seq, hash: head.hash }, rows: page.rows.map(rowOf), before: page.before, actions: actionKinds }
  })

  app.post('/api/audit/verify', { config: { access: 'audit.read' } }, async (request): Promise<AuditVerdict> => {
    if (verifying) throw new AlreadyRunningError('正在核验，请稍候')
    verifying = true
    try {
      const verdict = await verifyChains(stores, writer.sha256)
      const outcome = verdict.faults.length === 0 ? '核验通过' : `核验未通过：${verdict.faults.length} 处`
      const deed = {
        actor: signedIn(request).person,
        action: 'audit.verify',
        subject: verdict.auditHead.slice(0, 12),
        detail: `审计 ${verdict.auditEntries} 条`
      }
      await writeAudit(audit, deed, outcome)
      return { at: clock.now(), ...verdict, faults: [...verdict.faults] }
    } finally {
      verifying = false
    }
  })

  app.get('/api/audit/export', { config: { access: 'audit.read' } }, async (request, reply) => {
    const asked = readRequest(AuditExportQuery, request.query)
    const deed = { actor: signedIn(request).person, action: 'audit.export', subject: 'csv', detail: JSON.stringify(asked) }
    const text = await audited(audit, deed, async () => csvText([heading, ...(await allRows(filterOf(asked))).map(line)]))
    const name = `audit-${clock.now().slice(0, 10)}.csv`
    return await reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`).send(text)
  })

  async function allRows(filter: AuditFilter): Promise<AuditEntry[]> {
    const rows: AuditEntry[] = []
    for (let before: number | null = null; rows.length < mostExported;) {
      const page = await searchAudit(stores.audit, filter, { before, limit: Math.min(exportPage, mostExported - rows.length) })
      rows.push(...page.rows)
      if (page.before === null) break
      before = page.before
    }
    return rows
  }
}

const heading = ['编号', '时间（UTC）', '何人', '人员编号', '动作', '动作代码', '对象', '说明', '哈希']

function line(entry: AuditEntry): (string | number)[] {
  const row = rowOf(entry)
  return [row.seq, row.at, row.actor, row.actorId ?? '', row.actionWords, row.action, row.subject, row.detail, row.hash]
}

function rowOf({ seq, at, actor, action, subject, detail, hash }: AuditEntry): AuditRow {
  const actorId = actor.kind === 'person' ? actor.id : null
  return { seq, at, actor: actorWords(actor), actorId, action, actionWords: actionWords(action), subject, detail, hash }
}

function filterOf({ actor, action, text, from, to, people }: ReturnType<typeof AuditExportQuery.parse>): AuditFilter {
  const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value)
  return { actor: given(actor), action: given(action), text: given(text), from, to, peopleOnly: people === '1' }
}
