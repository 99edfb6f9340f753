import { canonicalJson } from '../canonical-json.ts'
import { chainStart, findFault, type Sha256 } from '../incident/chain.ts'
import { replay } from '../incident/evolve.ts'
import type { Stores } from '../ports.ts'
import type { AuditEntry } from '../records.ts'

const pageSize = 1000
const mostIncidents = 100_000

export interface Verdict {
  readonly auditEntries: number
  readonly incidents: number
  readonly events: number
  readonly seals: number
  readonly auditHead: string
  readonly faults: readonly string[]
}

/** Every chain link by link, every stored state against its replay, every seal against the timeline it sealed: says what does not hold; an empty `faults` means that all holds. */
export async function verifyChains(stores: Pick<Stores, 'audit' | 'incidents'>, sha256: Sha256): Promise<Verdict> {
  const faults: string[] = []
  const { entries, head, seals } = await verifyAuditLog(stores, sha256, faults)
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
  sha256: Sha256,
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
