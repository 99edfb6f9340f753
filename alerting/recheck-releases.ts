import { machine } from '../core/actor.ts'
import { hasPassed, type Clock } from '../core/clock.ts'
import { compareWording, type WordingComparison } from '../core/compare-wording.ts'
import { RefusedError, WanglouError } from '../core/errors.ts'
import { changeRelease, loseRelease } from '../core/incident/lose-release.ts'
import type { SeenPage } from '../core/incident/published-page.ts'
import type { Release } from '../core/incident/release.ts'
import type { IncidentDocument, IncidentState } from '../core/incident/state.ts'
import { update, type Decision, type IncidentWriter } from '../core/incident/update.ts'
import { dayMs, minuteMs, msBetween, type Instant } from '../core/instant.ts'
import type { EvidenceStore, Logger } from '../core/ports.ts'
import { releaseRules } from '../core/release-policy.ts'
import { withoutCounters } from './reader-counters.ts'
import type { LookedAt, Releases } from './releases.ts'

export interface RecheckReleasesDeps {
  readonly writer: IncidentWriter
  readonly evidence: Pick<EvidenceStore, 'get'>
  readonly releases: () => Promise<Releases>
  readonly clock: Clock
  readonly logger: Logger
}

export interface RecheckReleases {
  /** Looks at the releases that are due; the documents that changed by it. */
  look(matters: Iterable<IncidentDocument>): Promise<readonly IncidentDocument[]>
}

/** What a look found. `unsure`: nothing that speaks of the page, as when the network failed. */
type Finding =
  | { readonly kind: 'stands' | 'unsure' }
  | { readonly kind: 'gone'; readonly reason: string }
  | { readonly kind: 'changed'; readonly page: LookedAt; readonly comparison: WordingComparison }

interface Watched {
  /** It is looked at when so long has passed since. */
  sinceMs: number
  waitMs: number
  /** The first of the looks in a row that missed it. */
  missed: { readonly at: Instant; elapsedMs: number } | null
}

/** Whether a recorded release of the state is still to be watched. */
export function watchedReleases({ releases, policy, status }: IncidentState, now: Instant): Release[] {
  if (status !== 'open' && status !== 'closed') return []
  const { watchDays } = releaseRules(policy)
  return releases.filter(({ lost, fetchedAt }) => lost === undefined && msBetween(fetchedAt, now) <= watchDays * dayMs)
}

/**
 * 复查已记录的发布: one that is gone, or does not say any more what it was recorded for, in two looks with a pause between them is
 * lost. A look that the network spoiled counts neither way.
 */
export function createRecheckReleases(deps: RecheckReleasesDeps): RecheckReleases {
  const { clock, writer } = deps
  const watched = new Map<string, Watched>()

  async function check(document: IncidentDocument, release: Release): Promise<IncidentDocument> {
    const { recheckMinutes, againMinutes } = releaseRules(document.state.policy)
    const key = keyOf(document, release)
    const nowMs = clock.elapsedMs()
    const one: Watched = watched.get(key) ?? { sinceMs: nowMs, waitMs: firstWaitMs(release, clock.now(), recheckMinutes * minuteMs), missed: null }
    watched.set(key, one)
    if (!hasPassed(one.sinceMs, one.waitMs, nowMs)) return document
    const finding = await findingOf(deps, document.state, release)
    const missing = finding.kind === 'gone' || finding.kind === 'changed'
    if (finding.kind === 'stands') one.missed = null
    const since = one.missed
    if (missing) one.missed ??= { at: clock.now(), elapsedMs: clock.elapsedMs() }
    one.sinceMs = clock.elapsedMs()
    one.waitMs = (finding.kind === 'stands' ? recheckMinutes : againMinutes) * minuteMs
    // Set back since, the clock says nothing of the pause: it begins anew.
    if (since !== null) since.elapsedMs = Math.min(since.elapsedMs, one.sinceMs)
    if (!missing || since === null || one.sinceMs - since.elapsedMs < againMinutes * minuteMs) return document
    watched.delete(key)
    const decide = await decisionOf(finding, release, since.at)
    const change = { at: clock.now(), actor: machine('alerting'), cause: `${finding.kind}:${key}:${since.at}` }
    return await update(writer, document.id, change, decide)
  }

  return {
    async look(matters) {
      const changed: IncidentDocument[] = []
      const seen = new Set<string>()
      for (const document of matters) {
        let newest = document
        for (const release of watchedReleases(document.state, clock.now())) {
          seen.add(keyOf(document, release))
          newest = await check(newest, release)
        }
        if (newest !== document) changed.push(newest)
      }
      // What is watched no more, as after its days or under another process, is remembered no more.
      for (const key of watched.keys()) if (!seen.has(key)) watched.delete(key)
      return changed
    }
  }
}

function keyOf({ id }: IncidentDocument, { url, textHash }: Release): string {
  return `${id}\n${url}\n${textHash}`
}

/** Looked at when it was recorded; a record of a later day than today is one of before the clock was set back. */
function firstWaitMs({ fetchedAt }: Release, now: Instant, everyMs: number): number {
  return Math.min(everyMs, Math.max(0, everyMs - msBetween(fetchedAt, now)))
}

async function decisionOf(
  finding: Extract<Finding, { kind: 'gone' | 'changed' }>,
  release: Release,
  since: Instant
): Promise<(state: IncidentState) => Decision> {
  if (finding.kind === 'gone') return (state) => loseRelease(state, release, { reason: finding.reason, since })
  const { evidence } = await finding.page.keep()
  return (state) => changeRelease(state, release, { evidence, comparison: finding.comparison, since })
}

async function findingOf(deps: RecheckReleasesDeps, state: IncidentState, release: Release): Promise<Finding> {
  try {
    const page = await (await deps.releases()).look(release.url)
    if (page.evidence.textHash === release.textHash) return { kind: 'stands' }
    const comparison = await compareWithRecorded(deps, state, release, page)
    return comparison === null || comparison.carries ? { kind: 'stands' } : { kind: 'changed', page, comparison }
  } catch (error) {
    if (!(error instanceof WanglouError)) throw error
    if (error instanceof RefusedError && error.metadata['gone'] === true) return { kind: 'gone', reason: error.message }
    deps.logger.warn({ url: release.url, error: error.message }, 'a recorded release could not be looked at again')
    return { kind: 'unsure' }
  }
}

/** With the wording that it was recorded for, or else with its own text of then; null where neither is known any more. */
async function compareWithRecorded(
  { evidence }: RecheckReleasesDeps,
  state: IncidentState,
  release: Release,
  page: SeenPage
): Promise<WordingComparison | null> {
  const { share } = releaseRules(state.policy)
  const version = release.comparison?.version ?? 0
  const wording = state.wordings?.find((one) => one.version === version)?.text ?? (await recordedText(evidence, release))
  return wording === null ? null : compareWording(`${page.evidence.title ?? ''}\n${page.text}`, wording, { version, asked: share })
}

async function recordedText(evidence: Pick<EvidenceStore, 'get'>, { textHash }: Release): Promise<string | null> {
  const kept = await evidence.get(textHash)
  return kept === null ? null : withoutCounters(new TextDecoder().decode(kept.bytes))
}
