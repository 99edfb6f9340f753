import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ProducerSettings } from './producer-process.ts'

const entry = fileURLToPath(new URL('producer-process.ts', import.meta.url))

/** Fills the topic of mentions, in a process of its own that is gone when it is measured what becomes of them. @throws Error when it failed */
export async function fillTopic(settings: ProducerSettings): Promise<void> {
  const child = fork(entry, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  let filled = false
  child.on('message', () => (filled = true))
  await once(child, 'exit')
  if (!filled) throw new Error('the producer ended by itself')
}
