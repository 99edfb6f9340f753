import { machine } from '../core/actor.ts'
import { hasPassed, type Clock } from '../core/clock.ts'
import { compareWording, type WordingComparison } from '../core/compare-wording.ts'
import { RefusedError, WanglouError } from '../core/errors.ts'
import { demandHeld } from '../core/incident/conference-report.ts'
import { loseConference } from '../core/incident/lose-conference.ts'
import { changeRelease, loseRelease } from '../core/incident/lose-release.ts'
import type { SeenPage } from '../core/incident/published-page.ts'
import type { Release } from '../core/incident/release.ts'
import type { IncidentDocument, IncidentState } from '../core/incident/state.ts'
import { update, type Decision, type IncidentWriter } from '../core/incident/update.ts'
import { findPageAgain, missPage, type Conference } from '../core/incident/watched-page.ts'
import { dayMs, minuteMs, msBetween, type Instant } from '../core/instant.ts'
import type { EvidenceStore, Logger } from '../core/ports.ts'
import { pageRetraction } from '../core/page-retraction.ts'
import { releaseRules, unreadableMinutes } from '../core/release-policy.ts'
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
  /** Looks at the pages that are due; the documents that changed by it. */
  look(matters: Iterable<IncidentDocument>): Promise<readonly IncidentDocument[]>
}

/** What a look found. `unsure`: nothing that speaks of the page, as when the network failed. */
type Finding =
  | { readonly kind: 'stands' }
  | { readonly kind: 'unsure' | 'gone'; readonly reason: string }
  | { readonly kind: 'changed'; readonly page: LookedAt; readonly comparison: WordingComparison }
  | { readonly kind: 'denied'; readonly page: LookedAt; readonly reason: string }

type Page = { readonly sort: 'release'; readonly page: Release } | { readonly sort: 'conference'; readonly page: Conference }

/** When something was seen first, of looks in a row that saw it. */
interface Since {
  readonly at: Instant
  elapsedMs: number
}

interface Watched {
  /** It is looked at when so long has passed since. */
  sinceMs: number
  waitMs: number
  /** Looks that missed it. */
  missed: Since | null
  /** Looks that could not tell. */
  unsure: Since | null
}

/** Recorded releases, and reports of conferences, that are still to be watched. */
export function watchedPages({ releases, conferences, policy, status }: IncidentState, now: Instant): Page[] {
  if (status !== 'open' && status !== 'closed') return []
  const { watchDays } = releaseRules(policy)
  const pages: Page[] = [
    ...releases.map((page): Page => ({ sort: 'release', page })),
    ...conferences.map((page): Page => ({ sort: 'conference', page }))
  ]
  return pages.filter(({ page: { lost, fetchedAt } }) => lost === undefined && msBetween(fetchedAt, now) <= watchDays * dayMs)
}

/**
 * 复查已记录的页面: one that is gone, or does not say any more what it was recorded for, in two looks with a pause between them is
 * lost. A look that the network spoiled counts neither way, but when none could tell for long somebody is told of it, once.
 */
export function createRecheckReleases(deps: RecheckReleasesDeps): RecheckReleases {
  const { clock, writer } = deps
  const watched = new Map<string, Watched>()

  async function check(document: IncidentDocument, one: Page): Promise<IncidentDocument> {
    const rules = releaseRules(document.state.policy)
    const { recheckMinutes, againMinutes } = rules
    const key = keyOf(document, one)
    const nowMs = clock.elapsedMs()
    const waitMs = firstWaitMs(one.page, clock.now(), recheckMinutes * minuteMs)
    const course: Watched = watched.get(key) ?? { sinceMs: nowMs, waitMs, missed: null, unsure: null }
    watched.set(key, course)
    if (!hasPassed(course.sinceMs, course.waitMs, nowMs)) return document
    const finding = await findingOf(deps, document, one)
    course.sinceMs = clock.elapsedMs()
    course.waitMs = (finding.kind === 'stands' ? recheckMinutes : againMinutes) * minuteMs
    const seen = { at: clock.now(), elapsedMs: course.sinceMs }
    const write = (cause: string, decide: (state: IncidentState) => Decision): Promise<IncidentDocument> =>
      update(writer, document.id, { at: clock.now(), actor: machine('alerting'), cause: `${cause}:${key}` }, decide)
    if (finding.kind === 'unsure') {
      const { unsure } = course
      course.unsure ??= seen
      if (unsure === null || passedMs(unsure, course.sinceMs) < unreadableMinutes(rules) * minuteMs) return document
      return await write(`unreadable:${unsure.at}`, (state) => missPage(state, one.page, { reason: finding.reason, since: unsure.at }))
    }
    course.unsure = null
    const { missed } = course
    if (finding.kind === 'stands') {
      course.missed = null
      const { unreadable } = one.page
      return unreadable === undefined ? document : await write(`readable:${unreadable.since}`, (state) => findPageAgain(state, one.page))
    }
    course.missed ??= seen
    if (missed === null || passedMs(missed, course.sinceMs) < againMinutes * minuteMs) return document
    watched.delete(key)
    return await write(`${finding.kind}:${missed.at}`, await decisionOf(finding, one, missed.at))
  }

  return {
    async look(matters) {
      const changed: IncidentDocument[] = []
      const seen = new Set<string>()
      for (const document of matters) {
        let newest = document
        for (const page of watchedPages(document.state, clock.now())) {
          seen.add(keyOf(document, page))
          newest = await check(newest, page)
        }
        if (newest !== document) changed.push(newest)
      }
      // What is watched no more, as after its days or under another process, is remembered no more.
      for (const key of watched.keys()) if (!seen.has(key)) watched.delete(key)
      return changed
    }
  }
}

/** Set back since, the clock says nothing of the time that passed: it begins anew. */
function passedMs(since: Since, nowMs: number): number {
  since.elapsedMs = Math.min(since.elapsedMs, nowMs)
  return nowMs - since.elapsedMs
}

function keyOf({ id }: IncidentDocument, { sort, page: { url, textHash } }: Page): string {
  return `${sort === 'release' ? '' : `${sort}\n`}${id}\n${url}\n${textHash}`
}

/** Looked at when it was recorded; a record of a later day than today is one of before the clock was set back. */
function firstWaitMs({ fetchedAt }: Conference, now: Instant, everyMs: number): number {
  return Math.min(everyMs, Math.max(0, everyMs - msBetween(fetchedAt, now)))
}

async function decisionOf(
  finding: Exclude<Finding, { kind: 'stands' | 'unsure' }>,
  { sort, page }: Page,
  since: Instant
): Promise<(state: IncidentState) => Decision> {
  const reason = finding.kind === 'changed' ? '页面内容已与记录时不同' : finding.reason
  const evidence = 'page' in finding ? (await finding.page.keep()).evidence : null
  if (sort === 'conference') return (state) => loseConference(state, page, { reason, since, evidence })
  if (finding.kind === 'changed' && evidence !== null) {
    return (state) => changeRelease(state, page, { evidence, comparison: finding.comparison, since })
  }
  return (state) => loseRelease(state, page, { reason, since })
}

async function findingOf(deps: RecheckReleasesDeps, document: IncidentDocument, one: Page): Promise<Finding> {
  try {
    const releases = await deps.releases()
    return one.sort === 'release'
      ? await releaseFinding(deps, document.state, one.page, await releases.look(one.page.url))
      : conferenceFinding(document, one.page, await releases.lookReport(one.page.url))
  } catch (error) {
    if (!(error instanceof WanglouError)) throw error
    if (error instanceof RefusedError && error.metadata['gone'] === true) return { kind: 'gone', reason: error.message }
    deps.logger.warn({ url: one.page.url, error: error.message }, 'a recorded page could not be looked at again')
    return { kind: 'unsure', reason: error.message }
  }
}

async function releaseFinding(deps: RecheckReleasesDeps, state: IncidentState, release: Release, page: LookedAt): Promise<Finding> {
  if (page.evidence.textHash === release.textHash) return { kind: 'stands' }
  const comparison = await compareWithRecorded(deps, state, release, page)
  if (comparison !== null) return comparison.carries ? { kind: 'stands' } : { kind: 'changed', page, comparison }
  const back = pageRetraction(`${page.evidence.title ?? ''}\n${page.text}`)
  return back === null ? { kind: 'stands' } : { kind: 'denied', page, reason: `页面写明「${back}」` }
}

/** It has to say still that the conference was held; more than that is not asked of a report. */
function conferenceFinding({ events }: IncidentDocument, conference: Conference, page: LookedAt): Finding {
  if (page.evidence.textHash === conference.textHash) return { kind: 'stands' }
  const recorded = events.findLast(({ body }) => body.type === 'press-conference-recorded' && body.evidence.snapshot === conference.snapshot)?.body
  const heldAt = recorded?.type === 'press-conference-recorded' ? recorded.heldAt : conference.fetchedAt
  try {
    demandHeld(page, heldAt)
    return { kind: 'stands' }
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return { kind: 'denied', page, reason: error.message }
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
