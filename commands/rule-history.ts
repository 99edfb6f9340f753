import { systemClock } from '../adapters/clock.ts'
import { actorWords } from '../core/actor.ts'
import { DamagedDataError, NotFoundError } from '../core/errors.ts'
import { chinaWallTime } from '../core/instant.ts'
import { versionStateWords, type RuleVersion } from '../core/rule-book/book.ts'
import { readRuleBook } from '../core/rule-book/shelf.ts'
import { result, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { RuleOptions } from './rule.ts'
import { padded } from './table.ts'

/** `rule history`: versions of rules that were edited on the screen, newest first: who, when, why, who decided. */
export async function ruleHistory(options: RuleOptions): Promise<void> {
  const { versions } = await withStores(options, ({ crawl }) => readRuleBook(crawl, systemClock.elapsedMs()))
  if (options.json === true) return await result(versions)
  if (versions.length === 0) return await result('没有在屏幕上改过规则，现行的都是配置文件里的')
  await result(padded(versions.map(rowOf)).join('\n'))
}

function rowOf({ id, pack, state, by, at, reason, decided }: RuleVersion): string[] {
  const decision = decided === null ? '' : `${actorWords(decided.by)} ${chinaWallTime(decided.at)} ${decided.words}`
  return [`第 ${id} 号`, pack, versionStateWords[state], actorWords(by), chinaWallTime(at), reason, decision]
}

/** `rule show VERSION`: the whole text, as it could stand in a file. @throws UsageError, NotFoundError */
export async function showRules(version: string | undefined, options: RuleOptions): Promise<void> {
  if (version === undefined || !/^[1-9]\d*$/.test(version)) throw new UsageError('rule show 需要版本号，如 rule show 12；rule history 列出各版本')
  const text = await withStores(options, async ({ crawl, evidence }) => {
    const found = (await readRuleBook(crawl, systemClock.elapsedMs())).versions.find(({ id }) => id === Number(version))
    if (found === undefined) throw new NotFoundError(`没有第 ${version} 号规则版本`)
    if (found.text === null) throw new NotFoundError(`第 ${version} 号是恢复为配置文件所写，全文在配置里`)
    const kept = await evidence.get(found.text)
    if (kept === null) throw new DamagedDataError(`存储中没有第 ${version} 号的全文`, { metadata: { key: found.text } })
    return new TextDecoder().decode(kept.bytes)
  })
  await result(text.trimEnd())
}
