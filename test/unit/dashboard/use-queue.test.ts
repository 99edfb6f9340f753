import { createApp, effectScope, ref } from 'vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

/** The page's types know a browser, which this side does not: what the test needs of its modules. */
interface QueueModule {
  readonly useQueue: (status: object) => { rows: { value: readonly Row[] }; whole: { value: boolean }; loaded: { value: boolean } }
}
interface LiveModule {
  readonly liveKey: symbol
  readonly readLive: (handler: (message: object) => void, read: () => void) => void
}
interface Row {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly grade: string
  readonly nextDueAt: null
  readonly openedAt: string
}
interface Query {
  readonly limit: number
  readonly cursor?: string
}
const modules = '../../../dashboard'

/** A live connection whose server the test plays. */
function playedLive() {
  const messages = new Set<(message: object) => void>()
  const hellos = new Set<(resumed: boolean) => void>()
  const greeted = ref(false)
  const kept =
    <T>(set: Set<T>) =>
    (one: T) => {
      set.add(one)
      return () => set.delete(one)
    }
  return {
    greeted,
    onMessage: kept(messages),
    onHello: kept(hellos),
    hello(resumed = false) {
      greeted.value = true
      hellos.forEach((handler) => handler(resumed))
    },
    tell: (message: object) => messages.forEach((handler) => handler(message))
  }
}

const rowOf = (number: number, version = 1): Row => ({
  id: `inc-${number}`,
  version,
  status: 'open',
  grade: 'IV',
  nextDueAt: null,
  openedAt: `2026-11-29T${String(99_999 - number)}`
})

let live: ReturnType<typeof playedLive>
let stored: Row[]
let asked: Query[]
const said = vi.fn<(words: string) => void>()

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', globalThis)
  vi.stubGlobal('document', { hidden: false })
  live = playedLive()
  stored = Array.from({ length: 120 }, (_, index) => rowOf(index))
  asked = []
  said.mockReset()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Runs as the set-up of a component does, on a page that has what the queue needs. */
async function onPage<T>(setUp: () => T): Promise<T> {
  const { liveKey } = (await import(`${modules}/live.ts`)) as LiveModule
  const { apiKey } = (await import(`${modules}/api.ts`)) as { apiKey: symbol }
  const { announcerKey } = (await import(`${modules}/announcer.ts`)) as { announcerKey: symbol }
  const { pageTitleKey } = (await import(`${modules}/page-title.ts`)) as { pageTitleKey: symbol }
  const app = createApp({})
    .provide(liveKey, live)
    .provide(apiKey, { shows: () => undefined, incidents: (query: Query) => Promise.resolve(answerTo(query)) })
    .provide(announcerKey, { say: said, sayUrgently: said })
    .provide(pageTitleKey, { unread: ref(0) })
  return effectScope().run(() => app.runWithContext(setUp)) as T
}

function answerTo(query: Query): { rows: readonly Row[]; cursor: string | null } {
  asked.push(query)
  const from = Number(query.cursor ?? 0)
  const to = from + query.limit
  return { rows: stored.slice(from, to), cursor: to < stored.length ? String(to) : null }
}

async function openQueue() {
  const { useQueue } = (await import(`${modules}/desk/use-queue.ts`)) as QueueModule
  const queue = await onPage(() => useQueue(ref('open')))
  await vi.advanceTimersByTimeAsync(0)
  return queue
}

it('reads the most urgent first, and all of it once, with the hello after which every change is told', async () => {
  const queue = await openQueue()
  expect([queue.rows.value.length, queue.loaded.value, queue.whole.value]).toEqual([50, true, false])
  // Between the first reading and the hello, which nobody tells of.
  stored = [rowOf(0, 2), ...stored.slice(2), rowOf(200)]
  live.hello()
  await vi.advanceTimersByTimeAsync(10_000)

  expect([queue.rows.value.length, queue.whole.value]).toEqual([120, true])
  expect(queue.rows.value.find(({ id }) => id === 'inc-0')?.version).toBe(2)
  expect(queue.rows.value.some(({ id }) => id === 'inc-1')).toBe(false)
  expect(asked.map(({ limit }) => limit)).toEqual([50, 500])
  expect(said).not.toHaveBeenCalled()
})

it('keeps what is told while it reads', async () => {
  const queue = await openQueue()
  live.hello()
  live.tell({ type: 'incident', row: rowOf(3, 9) })
  live.tell({ type: 'incident', row: rowOf(300) })
  await vi.advanceTimersByTimeAsync(0)
  expect(queue.rows.value.find(({ id }) => id === 'inc-3')?.version).toBe(9)
  expect(queue.rows.value.some(({ id }) => id === 'inc-300')).toBe(true)
  expect(said).toHaveBeenCalledTimes(1)
})

it('reads all of it where no hello comes, and again at a hello that takes up nothing', async () => {
  const queue = await openQueue()
  await vi.advanceTimersByTimeAsync(2000)
  expect([queue.rows.value.length, queue.whole.value]).toEqual([120, true])
  live.hello(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toHaveLength(2)
  live.hello(false)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toHaveLength(3)
})

it.each([
  ['with the hello where that is to come', false],
  ['at once on a connection that stands', true]
])('reads what stands beside the queue once, %s', async (_, stands) => {
  const { readLive } = (await import(`${modules}/live.ts`)) as LiveModule
  const read = vi.fn<() => void>()
  live.greeted.value = stands
  await onPage(() => readLive(() => undefined, read))
  expect(read).toHaveBeenCalledTimes(stands ? 1 : 0)
  if (!stands) live.hello()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(read).toHaveBeenCalledTimes(1)
})

it('reads it after a moment where no hello comes', async () => {
  const { readLive } = (await import(`${modules}/live.ts`)) as LiveModule
  const read = vi.fn<() => void>()
  await onPage(() => readLive(() => undefined, read))
  await vi.advanceTimersByTimeAsync(2000)
  expect(read).toHaveBeenCalledTimes(1)
})
