import type { Clock } from '../core/clock.ts'
import type { DeadLetters, EventLog } from '../core/ports.ts'
import type { DeadLetter } from '../core/records.ts'
import { sha256 } from './hash.ts'

/** Dead letters are records of their own topic: durable like all others, listed and replayed by the command line. */
export function deadLettersOn(log: EventLog, clock: Clock): DeadLetters {
  return {
    async put(letters) {
      const records = letters.map((letter): { key: string; value: string } => {
        const id = sha256(`${letter.stage}\n${letter.source}\n${letter.place}\n${letter.body}`).slice(0, 24)
        const full: DeadLetter = { schema: 1, id, at: clock.now(), ...letter }
        return { key: id, value: JSON.stringify(full) }
      })
      if (records.length > 0) await log.append('dead-letters', records)
    }
  }
}
