import { z } from 'zod'
import { Instant, minuteMs } from '../instant.ts'
import type { CrawlState } from '../ports.ts'

/** A rule, or a whole pack, that could not be used; everything else is. */
export const RefusedRule = z.object({
  pack: z.string(),
  /** Null: the whole pack, and the file's own is used instead where there is one. */
  rule: z.string().nullable(),
  /** Where in the pack's text, or in which file. */
  file: z.string(),
  line: z.number().int().positive(),
  reason: z.string()
})
export type RefusedRule = z.infer<typeof RefusedRule>

/** What one process judges by. */
export const LoadedRules = z.object({
  /** Names the process. */
  holder: z.string(),
  /** Of the newest entry of the book that it knows. */
  seq: z.number().int().nonnegative(),
  /** Stored with every assessment that it makes. */
  rulesVersion: z.string(),
  rules: z.number().int().nonnegative(),
  packs: z.number().int().nonnegative(),
  refused: z.array(RefusedRule),
  /** Since when it judges by them. */
  since: Instant,
  /** Why it could not go over to what is newer; null: nothing stood in the way. */
  trouble: z.string().nullable(),
  /** Real milliseconds of its last sign. */
  seenElapsedMs: z.number()
})
export type LoadedRules = z.infer<typeof LoadedRules>

const place = '@rule-processes'
const most = 1000
/** After so long without a sign a process is gone for good, and nobody asks for it any more. */
const forgottenMs = 60 * minuteMs

export type ProcessShelf = Pick<CrawlState, 'enqueue' | 'pending' | 'finish' | 'cursor' | 'setCursor'>

/** A process says what it judges by, over and over, so that its silence shows. */
export async function noteLoadedRules(shelf: ProcessShelf, loaded: LoadedRules): Promise<void> {
  await shelf.setCursor(place, loaded.holder, JSON.stringify(loaded))
  await shelf.enqueue(place, [{ key: loaded.holder, url: '', hint: '{}', tries: 0 }])
}

/** It ended in order. */
export async function endLoadedRules(shelf: ProcessShelf, holder: string): Promise<void> {
  await shelf.finish(place, holder)
}

/** Of every process that judges, in the order in which they began; those that were silent for an hour are left out. */
export async function readLoadedRules(shelf: ProcessShelf, nowElapsedMs: number): Promise<LoadedRules[]> {
  const known = await shelf.pending(place, nowElapsedMs, most)
  const read = await Promise.all(known.map(({ key }) => shelf.cursor(place, key)))
  return read
    .flatMap((text) => (text === null ? [] : [LoadedRules.parse(JSON.parse(text))]))
    .filter(({ seenElapsedMs }) => nowElapsedMs - seenElapsedMs < forgottenMs)
}

/** Takes those off the list that were silent for too long: a process that was killed says no goodbye. */
export async function forgetSilentProcesses(shelf: ProcessShelf, nowElapsedMs: number): Promise<void> {
  const known = await shelf.pending(place, nowElapsedMs, most)
  for (const { key } of known) {
    const text = await shelf.cursor(place, key)
    if (text !== null && nowElapsedMs - LoadedRules.parse(JSON.parse(text)).seenElapsedMs >= forgottenMs) await shelf.finish(place, key)
  }
}

/** 「已载入 214 条，2 条被拒（第 12 行…）」 */
export function loadedWords({ rules, refused }: Pick<LoadedRules, 'rules' | 'refused'>): string {
  if (refused.length === 0) return `已载入 ${rules} 条，没有被拒的`
  const shown = refused.slice(0, 5).map(({ pack, rule, line }) => `${rule ?? `规则包 ${pack}`} 第 ${line} 行`)
  return `已载入 ${rules} 条，${refused.length} 条被拒（${shown.join('、')}${refused.length > shown.length ? '等' : ''}）`
}
