import { describe, expect, test } from 'vitest'
import type { Person } from '../../core/actor.ts'
import type { CrawlState, EvidenceStore } from '../../core/ports.ts'
import type { RuleBookEntry } from '../../core/rule-book/entry.ts'
import { endLoadedRules, forgetSilentProcesses, noteLoadedRules, readLoadedRules, type LoadedRules } from '../../core/rule-book/loaded-rules.ts'
import { appendToRuleBook, readRuleBook, ruleBookHint } from '../../core/rule-book/shelf.ts'
import { at } from '../support/incidents.ts'
import { freshPlace, type NewPlace } from './place.ts'

interface Shelves {
  readonly crawl: CrawlState
  readonly evidence: EvidenceStore
}

const author: Person = { kind: 'person', id: 'a', name: '甲', roles: ['analyst'], departmentId: null }

/** The rule book stands on what every engine has: what is written once, kept and listed. */
export function ruleBookContract(name: string, newPlace: NewPlace<Shelves>): void {
  describe(`${name}: rule book`, () => {
    test('keeps versions and what is in force over a restart, and another process sees them', async () => {
      const place = await freshPlace(newPlace)
      const first = await place.open()
      expect((await readRuleBook(first.crawl, 0)).versions).toEqual([])
      expect(await ruleBookHint(first.crawl)).toBeNull()
      const text = await first.evidence.put(new TextEncoder().encode('id: roads'), { url: null, contentType: 'application/yaml', at: at('08:00') })
      await appendToRuleBook(first.crawl, submitted(1, text))
      await appendToRuleBook(first.crawl, { kind: 'approved', seq: 2, at: at('09:00'), by: author, version: 1, note: '' })
      await first.close()

      const again = await place.open()
      const book = await readRuleBook(again.crawl, 0)
      expect([book.seq, book.inForce.get('roads')?.text, await ruleBookHint(again.crawl)]).toEqual([2, text, '2'])
      expect(new TextDecoder().decode((await again.evidence.get(text))?.bytes)).toBe('id: roads')
    })

    test('gives each place to one writer: of two who write at once one is told', async () => {
      const place = await freshPlace(newPlace)
      const { crawl } = await place.open()
      const both = await Promise.allSettled([appendToRuleBook(crawl, submitted(1, 'one')), appendToRuleBook(crawl, submitted(1, 'other'))])
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect((await readRuleBook(crawl, 0)).versions).toHaveLength(1)
    })

    test('lists what each process judges by until it ends or was silent for an hour', async () => {
      const place = await freshPlace(newPlace)
      const { crawl } = await place.open()
      await noteLoadedRules(crawl, loaded('one', 1, 0))
      await noteLoadedRules(crawl, loaded('other', 1, 0))
      await noteLoadedRules(crawl, loaded('one', 2, 1000))
      expect((await readLoadedRules(crawl, 2000)).map(({ holder, seq }) => [holder, seq])).toEqual([
        ['one', 2],
        ['other', 1]
      ])
      await endLoadedRules(crawl, 'one')
      expect((await readLoadedRules(crawl, 2000)).map(({ holder }) => holder)).toEqual(['other'])
      await forgetSilentProcesses(crawl, 3_600_000)
      expect(await readLoadedRules(crawl, 0)).toEqual([])
    })
  })
}

function submitted(seq: number, text: string): RuleBookEntry {
  const about = { pack: 'roads', text, base: null, fileKey: null, reason: '补充', rules: 1, restores: null, trial: null }
  return { kind: 'submitted', seq, at: at('08:30'), by: author, ...about }
}

function loaded(holder: string, seq: number, seenElapsedMs: number): LoadedRules {
  return { holder, seq, rulesVersion: 'v', rules: 214, packs: 14, refused: [], since: at('08:00'), trouble: null, seenElapsedMs }
}
