import { sha256 } from '../adapters/hash.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { DamagedDataError } from '../core/errors.ts'
import { chainStart, findFault } from '../core/incident/chain.ts'
import { replay } from '../core/incident/evolve.ts'
import type { Stores } from '../core/ports.ts'
import type { AuditEntry } from '../core/records.ts'
import { result, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'

const pageSize = 1000
const mostIncidents = 100_000

/** `audit verify`: every chain link by link, every stored state against its replay, every seal against the timeline it sealed. */
export async function audit(action: string, options: Place & { json?: boolean }): Promise<void> {
  if (action !== 'verify') throw new UsageError(`audit 没有动作 ${action}；可用：verify`)
  const verdict = await withStores(options, verify)
  await result(options.json === true ? verdict : verdictWords(verdict))
  if (verdict.faults.length > 0) throw new DamagedDataError(`核验未通过：${verdict.faults.length} 处`)
}

export interface Verdict {
  readonly auditEntries: number
  readonly incidents: number
  readonly events: number
  readonly seals: number
  readonly auditHead: string
  readonly faults: readonly string[]
}

/** Reads everything that is chained and says what does not hold; an empty `faults` means that all holds. */
export async function verify(stores: Pick<Stores, 'audit' | 'incidents'>): Promise<Verdict> {
  const faults: string[] = []
  const { entries, head, seals } = await verifyAuditLog(stores, faults)
  const documents = await stores.incidents.list({ limit: mostIncidents })
  let events = 0
  for (const document of documents) {
    events += document.events.length
    const fault = findFault(sha256, document.events)
    if (fault !== null) faults.push(`事件 ${document.id}: ${fault}`)
    else if (canonicalJson(replay(document.id, document.events)) !== canonicalJson(document.state))
      faults.push(`事件 ${document.id}: 状态与时间线重放的结果不符`)
    for (const sealed of seals.get(document.id) ?? []) {
      if (!document.events.some((event) => event.hash === sealed))
        faults.push(`事件 ${document.id}: 审计链封存的 ${sealed.slice(0, 12)}… 已不在其时间线上`)
    }
  }
  const known = new Set(documents.map((document) => document.id))
  for (const id of seals.keys()) if (!known.has(id)) faults.push(`事件 ${id}: 审计链封存过，但已不存在`)
  const sealCount = [...seals.values()].reduce((sum, hashes) => sum + hashes.length, 0)
  return { auditEntries: entries, incidents: documents.length, events, seals: sealCount, auditHead: head, faults }
}

async function verifyAuditLog(
  stores: Pick<Stores, 'audit'>,
  faults: string[]
): Promise<{ entries: number; head: string; seals: Map<string, string[]> }> {
  const seals = new Map<string, string[]>()
  let previous = chainStart
  let seq = 0
  for (;;) {
    const page = await stores.audit.read(seq, pageSize)
    if (page.length === 0) return { entries: seq, head: previous, seals }
    for (const entry of page) {
      seq++
      const { hash, ...rest } = entry
      if (entry.seq !== seq) faults.push(`审计第 ${seq} 条：编号为 ${entry.seq}`)
      if (entry.previous !== previous) faults.push(`审计第 ${seq} 条：与前一条不相接`)
      if (sha256(canonicalJson(rest)) !== hash) faults.push(`审计第 ${seq} 条：内容与哈希不符`)
      previous = hash
      seq = entry.seq
      collectSeals(entry, seals)
    }
  }
}

/** A seal entry has one line an incident: `id vN head`. */
function collectSeals(entry: AuditEntry, seals: Map<string, string[]>): void {
  if (entry.action !== 'seal') return
  for (const line of entry.detail.split('\n')) {
    const [id, , head] = line.split(' ')
    if (id !== undefined && head !== undefined) seals.set(id, [...(seals.get(id) ?? []), head])
  }
}

function verdictWords(verdict: Verdict): string {
  const counts = `审计 ${verdict.auditEntries} 条，事件 ${verdict.incidents} 个、时间线 ${verdict.events} 条，封存 ${verdict.seals} 次，链首 ${verdict.auditHead}`
  return verdict.faults.length === 0 ? `核验通过：${counts}` : [`核验未通过：${counts}`, ...verdict.faults.map((fault) => `  ${fault}`)].join('\n')
}
