import { NotFoundError } from '../core/errors.ts'
import type { Stores } from '../core/ports.ts'
import { readDeadLetters, replayDeadLetter } from '../core/dead-letter-book.ts'
import type { DeadLetter } from '../core/records.ts'
import { result, say, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'

/**
 * `dead-letters list | show ID | replay [ID]`. A replay appends the body to its topic again, or gives an item back to the frontier of its source,
 * where it is tried anew; the letter stays as a record.
 */
export async function deadLetters(action: string, id: string | undefined, options: Place & { json?: boolean }): Promise<void> {
  await withStores(
    options,
    async (stores) => {
      const letters = await readDeadLetters(stores.log)
      const chosen = id === undefined ? letters : letters.filter((letter) => letter.id === id)
      if (id !== undefined && chosen.length === 0) throw new NotFoundError(`没有编号为 ${id} 的死信`)
      switch (action) {
        case 'list':
          for (const letter of chosen)
            await result(
              options.json === true ? letter : `${letter.id}\t${letter.at}\t${letter.stage}\t${letter.source}\t${letter.place}\t${letter.reason}`
            )
          return
        case 'show':
          if (id === undefined) throw new UsageError('dead-letters show 需要死信编号')
          for (const letter of chosen) await result(letter)
          return
        case 'replay':
          return await replayAll(stores, chosen)
        default:
          throw new UsageError(`dead-letters 没有动作 ${action}；可用：list、show、replay`)
      }
    },
    { writes: action === 'replay' }
  )
}

async function replayAll(stores: Stores, letters: readonly DeadLetter[]): Promise<void> {
  let replayed = 0
  for (const letter of letters) {
    if (await replayDeadLetter(stores, letter)) replayed++
    else say(`${letter.id}：从未成为主题中的记录，无法重放(${letter.reason})`)
  }
  await result(`已重放 ${replayed} 条`)
  if (replayed < letters.length) process.exitCode = 1
}
