import { NotFoundError } from '../core/errors.ts'
import type { Stores } from '../core/ports.ts'
import { DeadLetter } from '../core/records.ts'
import { result, say, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'

const pageSize = 500

/** `dead-letters list | show ID | replay [ID]`. A replay appends the body to its topic again; the letter stays as a record. */
export async function deadLetters(action: string, id: string | undefined, options: Place & { json?: boolean }): Promise<void> {
  await withStores(
    options,
    async (stores) => {
      const letters = await readAll(stores)
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
          return await replay(stores, chosen)
        default:
          throw new UsageError(`dead-letters 没有动作 ${action}；可用：list、show、replay`)
      }
    },
    { writes: action === 'replay' }
  )
}

async function replay(stores: Stores, letters: readonly DeadLetter[]): Promise<void> {
  let replayed = 0
  for (const letter of letters) {
    if (letter.topic === null) {
      say(`${letter.id}：从未成为主题中的记录，无法重放(${letter.reason})`)
      continue
    }
    await stores.log.append(letter.topic, [{ key: letter.key ?? letter.id, value: letter.body }])
    replayed++
  }
  await result(`已重放 ${replayed} 条`)
}

async function readAll(stores: Stores): Promise<DeadLetter[]> {
  const letters = new Map<string, DeadLetter>()
  let after: { partition: number; offset: number } | null = null
  for (;;) {
    const records = await stores.log.read('dead-letters', after, pageSize)
    for (const record of records) {
      const letter = DeadLetter.parse(JSON.parse(record.value))
      letters.set(letter.id, letter)
    }
    const last = records.at(-1)
    if (last === undefined) return [...letters.values()]
    after = { partition: last.partition, offset: last.offset }
  }
}
