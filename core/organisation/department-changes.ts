import { z } from 'zod'
import { Department } from '../department.ts'
import { NotFoundError, RefusedError } from '../errors.ts'
import { Instant } from '../instant.ts'
import type { CrawlState } from '../ports.ts'

const place = { sourceId: '@organisation', name: 'departments' } as const

const words = z.array(z.string().trim().min(1).max(40)).max(200)

/** What the screen says of a department; everything else stands in the file. */
export const DepartmentWords = z.strictObject({ name: z.string().trim().min(1, '请填写部门名称').max(40), aliases: words, duties: words })
export type DepartmentWords = z.infer<typeof DepartmentWords>

const DepartmentChange = DepartmentWords.extend({ by: z.string(), at: Instant })
const DepartmentChanges = z.record(z.string(), DepartmentChange)

export interface DepartmentInForce {
  readonly department: Department
  readonly changed: { readonly by: string; readonly at: Instant } | null
  /** It stands on the screen alone. */
  readonly added: boolean
}

/** The departments of the file with what the screen says otherwise, and those that stand there alone behind them. */
export async function readDepartments(crawl: Pick<CrawlState, 'cursor'>, configured: readonly Department[]): Promise<DepartmentInForce[]> {
  const changes = await readChanges(crawl)
  const known = configured.map((department) => {
    const change = changes[department.id]
    if (change === undefined) return { department, changed: null, added: false }
    const { by, at, ...said } = change
    return { department: { ...department, ...said }, changed: { by, at }, added: false }
  })
  const added = Object.entries(changes)
    .filter(([id]) => !configured.some((department) => department.id === id))
    .map(([id, { by, at, ...said }]) => ({ department: Department.parse({ id, ...said }), changed: { by, at }, added: true }))
  return [...known, ...added]
}

/** `said` null takes back what the screen said: a department of the file is as the file has it, one of the screen alone is gone. */
export async function changeDepartment(
  crawl: Pick<CrawlState, 'cursor' | 'setCursor'>,
  configured: readonly Department[],
  { id, said, by, at, isNew }: { id: string; said: DepartmentWords | null; by: string; at: Instant; isNew: boolean }
): Promise<void> {
  const departments = await readDepartments(crawl, configured)
  const exists = departments.some(({ department }) => department.id === id)
  if (isNew && exists) throw new RefusedError(`编号 ${id} 已被使用`)
  if (!isNew && !exists) throw new NotFoundError(`没有编号为 ${id} 的部门`)
  const twin = departments.find(({ department }) => department.id !== id && department.name === said?.name)
  if (twin !== undefined) throw new RefusedError(`已有名称为“${twin.department.name}”的部门（${twin.department.id}）`)
  const { [id]: _before, ...others } = await readChanges(crawl)
  await crawl.setCursor(place.sourceId, place.name, JSON.stringify(said === null ? others : { ...others, [id]: { ...said, by, at } }))
}

async function readChanges(crawl: Pick<CrawlState, 'cursor'>): Promise<z.infer<typeof DepartmentChanges>> {
  const stored = await crawl.cursor(place.sourceId, place.name)
  return stored === null ? {} : DepartmentChanges.parse(JSON.parse(stored))
}
