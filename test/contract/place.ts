import { afterAll, beforeAll, onTestFinished } from 'vitest'

export interface Closable {
  close(): Promise<void>
}

/** Somewhere that data stays. Opened twice at once it is seen by two processes; opened again it is a restart. */
export interface Place<Opened> {
  open(): Promise<Opened & Closable>
  /** Called after everything opened was closed. */
  remove(): Promise<void>
}

export type NewPlace<Opened> = () => Promise<Place<Opened>>

/**
 * A fresh place for one test. What it opened is closed after the test, unless the test did. A test that runs beside others hands its own
 * `onTestFinished`.
 */
export async function freshPlace<Opened>(
  newPlace: NewPlace<Opened>,
  finished: (work: () => Promise<void>) => void = onTestFinished
): Promise<Place<Opened>> {
  const place = await newPlace()
  const open = new Set<Closable>()
  finished(async () => {
    await Promise.all([...open].map((one) => one.close()))
    await place.remove()
  })
  return {
    async open() {
      const opened = await place.open()
      const close = opened.close.bind(opened)
      const tracked = {
        ...opened,
        async close() {
          open.delete(tracked)
          await close()
        }
      }
      open.add(tracked)
      return tracked
    },
    remove: () => place.remove()
  }
}

/** One open place for all tests of a suite; they keep out of each other's way by their ids. */
export function sharedStores<Opened>(newPlace: NewPlace<Opened>): () => Opened {
  let place: Place<Opened> | undefined
  let opened: (Opened & Closable) | undefined
  beforeAll(async () => {
    place = await newPlace()
    opened = await place.open()
  })
  afterAll(async () => {
    await opened?.close()
    await place?.remove()
  })
  return () => {
    if (opened === undefined) throw new Error('the stores are open only inside a test')
    return opened
  }
}
