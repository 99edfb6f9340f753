import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import { WanglouError } from '../../core/errors.ts'
import type { IngestReport, IngestedItem } from '../../core/ingest/ingest.ts'
import type { Sha256 } from '../../core/incident/chain.ts'
import { addMs, minuteMs, type Instant } from '../../core/instant.ts'
import type { Mention } from '../../core/mention.ts'
import { maskCaller, maskPersonalNumbers } from '../../core/personal-data.ts'
import type { DeadLetters, EventLog } from '../../core/ports.ts'
import { reasonsOf } from '../../core/schema-words.ts'
import type { Source } from '../../core/source.ts'
import { toMention, type Draft } from '../draft.ts'
import { isSpoken } from './draft-fields.ts'

export interface IngestDeps {
  readonly log: Pick<EventLog, 'append'>
  readonly deadLetters: DeadLetters
  readonly clock: Clock
  readonly sha256: Sha256
  readonly drill: boolean
}

/** One thing to be taken in: where it stands, its bytes for the dead letter, and how it is read. */
export interface Incoming {
  readonly place: string
  readonly raw: string
  /** @throws whatever makes it unusable */
  readonly drafts: () => readonly [Draft, ...Draft[]]
}

const longestBody = 100_000
const clockSkewMs = 10 * minuteMs

/**
 * Takes in what can be taken, in one append that is durable when it resolves; the rest becomes dead letters, each with its place and reason.
 * A moment ahead of the look at it is a wrong one and refuses the item: it would be lost without a word.
 */
export async function ingestBatch(deps: IngestDeps, source: Source, incoming: readonly Incoming[], observedAt: Instant): Promise<IngestReport> {
  const items: IngestedItem[] = []
  const mentions: Mention[] = []
  const letters: Parameters<DeadLetters['put']>[0][number][] = []
  for (const [index, one] of incoming.entries()) {
    try {
      const [draft, ...others] = one.drafts()
      const mention = mentionOf(deps, draft, observedAt)
      mentions.push(...others.map((other) => mentionOf(deps, other, observedAt)), mention)
      items.push({ index, id: mention.id, outcome: 'accepted', reason: null })
    } catch (error) {
      const reason = reasonOf(error)
      items.push({ index, id: null, outcome: 'refused', reason })
      const code = error instanceof WanglouError ? error.code : 'invalid-input'
      const body = (isSpoken(source) ? maskRaw(one.raw) : one.raw).slice(0, longestBody)
      letters.push({ stage: 'ingest', source: source.id, place: one.place, reason, code, topic: null, key: null, body })
    }
  }
  if (letters.length > 0) await deps.deadLetters.put(letters)
  if (mentions.length > 0) {
    await deps.log.append(
      'mentions',
      mentions.map((mention) => ({ key: mention.id, value: JSON.stringify(mention) }))
    )
  }
  return { accepted: items.length - letters.length, refused: letters.length, items }
}

function mentionOf(deps: IngestDeps, draft: Draft, observedAt: Instant): Mention {
  const published = draft.publishedAt ?? null
  if (published !== null && published > addMs(draft.observedAt ?? observedAt, clockSkewMs)) throw new RangeError(`发布时间 ${published} 在将来`)
  return toMention({ ...draft, observedAt: draft.observedAt ?? observedAt, fetchedElapsedMs: deps.clock.elapsedMs() }, deps)
}

/** A refused ticket is kept too, and kept no more openly than one that was taken. */
function maskRaw(raw: string): string {
  const numbers = maskPersonalNumbers(raw)
  return numbers.replace(
    /("(?:来电人|诉求人|联系人|caller)"\s*:\s*")([^"]*)"/g,
    (_, head: string, name: string) => `${head}${maskCaller(name) ?? ''}"`
  )
}

export function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return reasonsOf(error).join('；')
  return error instanceof Error ? error.message : String(error)
}
