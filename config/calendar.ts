import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { HolidayYear, workingCalendar, type WorkingCalendar } from '../core/working-calendar.ts'
import { YamlFile } from './yaml-file.ts'

/** The years of a folder, one file each, `2026.yaml`; none where there is no folder. What cannot be followed is a problem of its file. */
export async function readCalendar(folder: string): Promise<{ readonly calendar: WorkingCalendar; readonly files: readonly YamlFile[] }> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const tables: HolidayYear[] = []
  const files: YamlFile[] = []
  for (const name of names.filter((one) => one.endsWith('.yaml')).sort()) {
    const at = path.join(folder, name)
    const file = await YamlFile.read(path.relative(process.cwd(), at) || at)
    files.push(file)
    const table = file.problems.length > 0 ? undefined : file.check(HolidayYear)
    if (table === undefined) continue
    if (name !== `${table.year}.yaml`) file.problem(['year'], `文件名应为 ${table.year}.yaml`)
    tables.push(table)
  }
  return { calendar: workingCalendar(tables), files }
}
