import { readFile } from 'node:fs/promises'
import type { Person } from '../../core/actor.ts'
import { addMs, dayMs, type Instant } from '../../core/instant.ts'
import type { Stores } from '../../core/ports.ts'
import { appendToRuleBook } from '../../core/rule-book/shelf.ts'
import { shippedConfig } from './page-desk.ts'

/** Number of the version that waits to be approved. */
export const waitingRuleVersion = 1
const pack = 'emergencies'
const rule = `  - id: pipe-burst
    name: 供水主管爆裂
    eventType: 城市供水
    when: { any: [水管爆裂, 主管爆裂] }
    grade: IV
    source: 城市供水条例
`
const author: Person = { kind: 'person', id: 'author', name: '研判员甲', roles: ['analyst'], departmentId: null }

/** Puts a version of a shipped pack into the rule book, one rule longer than the file, with what its author was told of it. */
export async function seedRuleVersion({ crawl, evidence }: Pick<Stores, 'crawl' | 'evidence'>, at: Instant): Promise<void> {
  const before = await readFile(shippedConfig(`packs/${pack}.yaml`), 'utf8')
  const keep = (text: string): Promise<string> => evidence.put(new TextEncoder().encode(text), { url: null, contentType: 'application/yaml', at })
  const [base, text] = [await keep(before), await keep(before + rule)]
  await appendToRuleBook(crawl, {
    kind: 'submitted',
    seq: waitingRuleVersion,
    at,
    by: author,
    pack,
    text,
    base,
    fileKey: base,
    reason: '上周一处水管爆裂没有报出来',
    rules: (before + rule).match(/^ {2}- /gm)?.length ?? 0,
    restores: null,
    trial: {
      from: addMs(at, -7 * dayMs),
      to: at,
      mentions: 120,
      left: 0,
      appear: 3,
      vanish: 0,
      grade: 1,
      department: 0,
      rules: [{ id: 'pipe-burst', name: '供水主管爆裂', fired: 3, fault: null }]
    }
  })
}
