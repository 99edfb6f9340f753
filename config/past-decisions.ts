import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ConfigError } from '../core/errors.ts'
import { fileFault } from '../core/file-fault.ts'
import { jsonFault } from '../core/json-fault.ts'
import { PastDecision } from '../core/past-decision.ts'
import { nearestName } from './suggest.ts'
import { decodeUtf8, linesOf, notUtf8 } from './utf8.ts'
import type { Problem } from './yaml-file.ts'

const fileName = 'past-decisions.jsonl'

/** 历次分办 of the folder, none where it has no such file; every line that cannot be followed is a problem with its number. */
export async function readPastDecisions(
  directory: string,
  departmentIds: readonly string[]
): Promise<{ readonly decisions: readonly PastDecision[]; readonly problems: readonly Problem[] }> {
  const file = path.join(directory, fileName)
  const shown = path.relative(process.cwd(), file) || file
  const bytes = await readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array()
    throw new ConfigError(`读不到文件 ${shown}：${fileFault(error)}`, { cause: error })
  })
  const decisions: PastDecision[] = []
  const problems: Problem[] = []
  for (const [index, raw] of linesOf(bytes).entries()) {
    const line = decodeUtf8(raw)
    if (line === null) problems.push({ file: shown, line: index + 1, column: 1, field: '', reason: notUtf8 })
    if (line === null || line.trim() === '') continue
    const decision = parsed(line, (field, reason) => void problems.push({ file: shown, line: index + 1, column: 1, field, reason }))
    if (decision === undefined) continue
    decisions.push(decision)
    for (const field of ['departmentId', 'insteadOf'] as const) {
      const id = decision[field]
      if (id === null || departmentIds.includes(id)) continue
      const near = nearestName(id, departmentIds)
      problems.push({ file: shown, line: index + 1, column: 1, field, reason: `没有这个部门：${id}${near === null ? '' : `，是否应为 ${near}?`}` })
    }
  }
  return { decisions, problems }
}

function parsed(line: string, problem: (field: string, reason: string) => void): PastDecision | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    problem('', jsonFault(error))
    return undefined
  }
  const result = PastDecision.safeParse(value)
  if (result.success) return result.data
  for (const issue of result.error.issues) problem(issue.path.map(String).join('.'), issue.message)
  return undefined
}
