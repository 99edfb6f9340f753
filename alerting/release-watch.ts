import { hasPassed, type Clock } from '../core/clock.ts'
import { awaitsRelease } from '../core/incident/release.ts'
import type { IncidentDocument } from '../core/incident/state.ts'
import { approvedWording } from '../core/incident/wording.ts'
import { hourMs } from '../core/instant.ts'
import type { Leases, Logger, Running } from '../core/ports.ts'
import { createFindReleases, type FindReleasesDeps } from './find-releases.ts'
import { createRecheckReleases, watchedPages, type RecheckReleasesDeps } from './recheck-releases.ts'

export interface ReleaseWatchDeps extends FindReleasesDeps, RecheckReleasesDeps {
  readonly leases: Pick<Leases, 'acquire' | 'release'>
  readonly holder: string
  readonly clock: Clock
  readonly logger: Logger
  /** A closed matter is open again. */
  readonly reopened: (document: IncidentDocument) => Promise<void>
}

export interface ReleaseWatch extends Running {
  /** Each document that the sweep reads. */
  note(document: IncidentDocument): void
  /** Addresses that a crawled account of our own published. */
  found(urls: readonly string[]): Promise<void>
  /** Looks beside the sweep, when a look is due and none is under way. */
  wake(): void
  /** The same at once, for its end. */
  look(): Promise<void>
}

const lease = 'release-watch'
/** The longest there is. A look that takes longer may be done by two: each event has its cause and is appended once. */
const leaseMs = 30_000
/** How often it is asked what is due while there is anything to watch; lists and releases have rhythms of their own. */
const everyMs = 2_000
const closedEveryMs = hourMs
const closedAtMost = 500

/** Watches what the unit publishes. Of several processes one does, the holder of the lease; another takes over when it is gone. */
export function createReleaseWatch(deps: ReleaseWatchDeps): ReleaseWatch {
  const { clock, logger, leases, holder } = deps
  const finder = createFindReleases(deps)
  const recheck = createRecheckReleases(deps)
  const owing = new Map<string, IncidentDocument>()
  const released = new Map<string, IncidentDocument>()
  let lookedMs = Number.NEGATIVE_INFINITY
  /** Reopened, and grouping is not told yet. */
  const reopened = new Map<string, IncidentDocument>()
  let closedReadMs = Number.NEGATIVE_INFINITY
  let looking: Promise<void> | null = null
  let closed = false

  function note(document: IncidentDocument): void {
    const { state } = document
    keepIf(owing, document, state.status === 'open' && approvedWording(state) !== null && awaitsRelease(state))
    keepIf(released, document, watchedPages(state, clock.now()).length > 0)
  }

  function forget(id: string): void {
    owing.delete(id)
    released.delete(id)
  }

  /**
   * Ended matters are not swept: those that closed before this process began are read from the store, and those that ended since are
   * read again, so that nothing is kept of what is over.
   */
  async function noteEnded(): Promise<void> {
    if (!hasPassed(closedReadMs, closedEveryMs, clock.elapsedMs())) return
    closedReadMs = clock.elapsedMs()
    for (const document of await deps.writer.store.list({ status: ['closed'], limit: closedAtMost })) note(document)
    for (const id of new Set([...owing.keys(), ...released.keys()])) {
      const document = await deps.writer.store.get(id)
      if (document === null) forget(id)
      else note(document)
    }
  }

  async function lookNow(): Promise<void> {
    lookedMs = clock.elapsedMs()
    await tellReopened()
    await noteEnded()
    if (owing.size + released.size === 0 || (await leases.acquire(lease, holder, clock.elapsedMs(), leaseMs)) === null) return
    for (const document of await finder.look([...owing.values()])) note(document)
    for (const document of await recheck.look([...released.values()])) {
      const before = released.get(document.id)
      note(document)
      if (before?.state.status === 'closed' && document.state.status === 'open') reopened.set(document.id, document)
    }
    await tellReopened()
  }

  /** One that could not be told of is told of at the next look. */
  async function tellReopened(): Promise<void> {
    for (const [id, document] of reopened) {
      await deps.reopened(document)
      reopened.delete(id)
    }
  }

  async function look(): Promise<void> {
    looking ??= lookNow().finally(() => (looking = null))
    await looking
  }

  return {
    note,
    found: (urls) => finder.found(urls),
    look,
    wake() {
      if (closed || looking !== null || !hasPassed(lookedMs, everyMs, clock.elapsedMs())) return
      look().catch((error: unknown) => logger.error({ error: String(error) }, 'releases could not be watched'))
    },
    async close() {
      closed = true
      await looking?.catch(() => {})
      await leases.release(lease, holder)
    }
  }
}

function keepIf(map: Map<string, IncidentDocument>, document: IncidentDocument, wanted: boolean): void {
  if (wanted) map.set(document.id, document)
  else map.delete(document.id)
}
