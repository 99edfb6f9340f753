import { readPacks, type PackSurroundings, type ReadPack } from '../config/read-packs.ts'
import { RefusedError } from '../core/errors.ts'
import { changedRules } from '../core/rule-book/changed-rules.ts'
import { ruleBookHint, readRuleBook } from '../core/rule-book/shelf.ts'
import type { PackCheck, PackDraft, PackInForce, RuleDesk, RulesInForce } from '../core/rule-book/rule-desk.ts'
import type { RulePack } from '../core/rule.ts'
import { OneAtATime } from '../core/one-at-a-time.ts'
import type { Ground } from './ground.ts'
import { SpareAssessors } from './spare-assessors.ts'
import { fileOf, packsInForce, packSurroundings, type PacksInForce } from './rules-in-force.ts'
import { tryOnPast } from './try-on-past.ts'

type Desk = Pick<Ground, 'config' | 'clock' | 'sha256' | 'logger'> & { readonly stores: Pick<Ground['stores'], 'crawl' | 'evidence' | 'mentions'> }

/** The book may be another although its hint is not: so often it is read all the same. */
const freshMs = 10_000

/** What the screen of the rules asks, answered by the very code that loads and applies them; threads are started when somebody tries something. */
export function createRuleDesk(ground: Desk, segmenterModule?: URL): RuleDesk & { close(): Promise<void> } {
  const { config, clock, stores, sha256 } = ground
  const surroundings = packSurroundings(config)
  const assessors = new SpareAssessors(config, segmenterModule)
  const turns = new OneAtATime()
  let known: { readonly hint: string | null; readonly atMs: number; readonly inForce: PacksInForce } | null = null

  /** One after another: reading all packs is work for the main loop. */
  const now = (): Promise<PacksInForce> =>
    turns.run('read', async () => {
      const nowMs = clock.elapsedMs()
      const hint = await ruleBookHint(stores.crawl)
      if (known !== null && known.hint === hint && nowMs - known.atMs < freshMs) return known.inForce
      const book = await readRuleBook(stores.crawl, nowMs)
      const isSame = known !== null && known.inForce.book.changed?.seq === book.changed?.seq
      const inForce = isSame && known !== null ? { ...known.inForce, book } : await packsInForce(ground, book, surroundings)
      known = { hint, atMs: nowMs, inForce }
      return inForce
    })

  async function packsWith(
    draft: PackDraft
  ): Promise<{ readonly packs: readonly RulePack[]; readonly before: RulePack | null; readonly own: RulePack }> {
    const inForce = await now()
    const own = await readDraft(draft, inForce, { config, surroundings })
    if (own.pack === null || own.problems.length > 0) {
      const [first] = own.problems
      throw new RefusedError(`规则有 ${own.problems.length} 处错误，先改好再试：第 ${first?.line ?? 1} 行 ${first?.reason ?? ''}`)
    }
    const before = inForce.packs.find(({ id }) => id === draft.pack) ?? null
    return { packs: [...inForce.packs.filter(({ id }) => id !== draft.pack), own.pack], before, own: own.pack }
  }

  return {
    async inForce(): Promise<RulesInForce> {
      const inForce = await now()
      return {
        book: inForce.book,
        packs: inForce.read.map((read) => packInForce(read, inForce, ground)),
        refused: inForce.refused,
        rules: inForce.packs.reduce((sum, { rules }) => sum + rules.length, 0)
      }
    },
    async textOf(key) {
      const kept = await stores.evidence.get(key)
      return kept === null ? null : new TextDecoder().decode(kept.bytes)
    },
    keep: (text) => stores.evidence.put(new TextEncoder().encode(text), { url: null, contentType: 'application/yaml', at: clock.now() }),
    async check(draft): Promise<PackCheck> {
      const inForce = await now()
      const own = await readDraft(draft, inForce, { config, surroundings })
      const before = inForce.packs.find(({ id }) => id === draft.pack) ?? null
      const placeOf = ({ file, line, column, field, reason }: ReadPack['problems'][number]) =>
        file === own.text.file ? { line, column, field, reason } : { line: 1, column: 1, field, reason: `${file}:${line} ${reason}` }
      return {
        problems: own.problems.map(placeOf),
        warnings: own.warnings.map(placeOf),
        lines: own.lines,
        changed: own.pack === null ? [] : changedRules(before, own.pack).map(({ id }) => id),
        subject: own.pack?.subject ?? null
      }
    },
    async tryOn(draft, mention) {
      const packs = draft === null ? (await now()).packs : (await packsWith(draft)).packs
      const [assessment] = await assessors.assess(packs, [mention])
      if (assessment === undefined) throw new RefusedError('没有得到研判结果')
      return assessment
    },
    async tryOnPast(draft, told) {
      const { packs, before, own } = await packsWith(draft)
      return await tryOnPast(
        { mentions: stores.mentions, clock, assessors },
        { before: (await now()).packs, after: packs, changed: changedRules(before, own) },
        told
      )
    },
    async close() {
      await assessors.close()
    }
  }

  function packInForce({ text, pack, lines }: ReadPack, { book }: PacksInForce, { config: { packTexts } }: Desk): PackInForce {
    const file = packTexts.find(({ id }) => id === text.id) ?? null
    const version = book.inForce.get(text.id)
    const key = sha256(text.text)
    const isBooks = version?.text === key
    const fileKey = file === null ? null : sha256(file.text)
    return {
      id: text.id,
      subject: pack?.subject ?? '',
      version: pack?.version ?? '',
      rules: pack?.rules.length ?? 0,
      text: text.text,
      key,
      file: file?.file ?? null,
      fileText: file?.text ?? null,
      fileKey,
      bookVersion: isBooks ? version.id : null,
      fileMoved: isBooks && file !== null && version.fileKey !== null && version.fileKey !== fileKey,
      lines
    }
  }
}

/** The draft beside all others: an id may stand in another pack. */
async function readDraft(
  { pack, text }: PackDraft,
  { packs }: PacksInForce,
  { config, surroundings }: { config: Ground['config']; surroundings: PackSurroundings }
): Promise<ReadPack> {
  const others = packs.filter(({ id }) => id !== pack)
  const taken = { packs: others.map(({ id }) => id), rules: others.flatMap(({ rules }) => rules.map(({ id }) => id)) }
  const [own] = await readPacks([{ id: pack, file: fileOf(config, pack), text }], surroundings, taken)
  if (own === undefined) throw new RefusedError('没有可检查的规则')
  return own
}
