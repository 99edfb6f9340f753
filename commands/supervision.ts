import { systemClock } from '../adapters/clock.ts'
import { NotFoundError } from '../core/errors.ts'
import { matterOf } from '../core/measures/matter-of.ts'
import { ledgerProposals, ledgerRows, ledgerTable, type LedgerRow } from '../core/measures/supervision-ledger.ts'
import { findingWords, supervisionWords } from '../core/supervision.ts'
import { result, say, UsageError } from './exit.ts'
import { withStores } from './open-stores.ts'
import type { Place } from './place.ts'
import { padded } from './table.ts'

const mostRead = 10_000

export type SupervisionOptions = Place & { month?: string; department?: string; json?: boolean }

/** `supervision list | proposals | show ID | paper ID | verify`: 督办台账, what the machine proposes, what `reports` fills a paper from, and whether the numbers hold. */
export async function supervision(action: string, id: string | undefined, options: SupervisionOptions): Promise<void> {
  await withStores(options, async (stores) => {
    const documents = await stores.incidents.list({ limit: mostRead })
    const now = systemClock.now()
    if (documents.length >= mostRead) say(`只读了最紧急的 ${mostRead} 起事件`)
    const rows = ledgerRows(documents, now).filter((row) => isWanted(row, options))
    if (action === 'list') return await list(rows, options.json === true)
    if (action === 'show') return await result(found(rows, id))
    if (action === 'paper') return await result(matterOf(found(rows, id)))
    if (action === 'verify') return await verify(ledgerRows(documents, now), await registerOf(stores))
    if (action !== 'proposals') throw new UsageError(`supervision 没有动作 ${action}；可用：list、show、paper、proposals、verify`)
    for (const proposal of ledgerProposals(documents, now)) {
      const { incidentId, kind, unit, finding, words } = proposal
      await result(
        options.json === true ? proposal : [incidentId, supervisionWords[kind], unit?.name ?? '单位待定', findingWords[finding], words].join('\t')
      )
    }
  })
}

function isWanted({ month, entry }: LedgerRow, { month: wanted, department }: SupervisionOptions): boolean {
  return (wanted === undefined || month === wanted) && (department === undefined || entry.unit.id === department)
}

async function list(rows: readonly LedgerRow[], json: boolean): Promise<void> {
  if (json) {
    for (const row of rows) await result(row)
    return
  }
  const { columns, rows: cells } = ledgerTable(rows)
  const lines = [columns, ...cells.map((row) => row.map(String))].map((row) => row.map((cell) => cell.replaceAll(/\s+/g, ' ')))
  await result(rows.length === 0 ? '督办台账中没有文书' : padded(lines).join('\n'))
}

function found(rows: readonly LedgerRow[], id: string | undefined): LedgerRow {
  if (id === undefined) throw new UsageError('supervision show 需要文书编号，如 事件编号/supervision-1')
  const row = rows.find((one) => one.id === id)
  if (row === undefined) throw new NotFoundError(`没有编号为 ${id} 的督办文书`)
  return row
}

type Register = ReadonlyMap<string, readonly string[]>

async function registerOf({ documentNumbers }: Parameters<Parameters<typeof withStores>[1]>[0]): Promise<Register> {
  const series = await documentNumbers.series()
  return new Map(await Promise.all(series.map(async (one) => [one, await documentNumbers.list(one)] as const)))
}

/** Register and documents say the same: each number one document, each document that went out its number. */
async function verify(rows: readonly LedgerRow[], register: Register): Promise<void> {
  const faults = rows
    .filter(({ entry }) => entry.status === 'issued')
    .flatMap(({ id, entry: { number } }) => {
      if (number === null) return [`${id} 已签发，尚未编号（打开督办台账即补编）`]
      return register.get(number.series)?.[number.number - 1] === id ? [] : [`${id} 的文号 ${number.words} 与登记簿不符`]
    })
  for (const [series, ids] of register) {
    for (const [place, id] of ids.entries()) if (!rows.some((row) => row.id === id)) faults.push(`${series} 第 ${place + 1} 号：没有文书 ${id}`)
  }
  const numbers = [...register.values()].reduce((sum, ids) => sum + ids.length, 0)
  await result({ numbers, faults })
  if (faults.length > 0) process.exitCode = 4
}
