import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { catalogueState, onlyMarks, readCatalogue, writeCatalogue } from './page-words/catalogue-file.ts'

/*
 * `node tools/page-words.ts` lists the texts of the page that have no English in dashboard/words/en.json, with file and line.
 * `--write` adds them to it (empty, to be filled in; what is only marks gets its English) and takes out what the page no longer has.
 */
const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } })

if (values.write) {
  const { missing, unused } = catalogueState(root)
  const kept = Object.entries(readCatalogue(root)).filter(([key]) => !unused.includes(key))
  writeCatalogue(root, Object.fromEntries([...kept, ...missing.map(({ key }) => [key, onlyMarks(key) ?? ''] as const)]))
}
const { missing, unused, faulty } = catalogueState(root)
for (const { key, file, line } of missing) console.log(`${file}:${line}: ${key}`)
for (const key of unused) console.log(`dashboard/words/en.json: unused: ${key}`)
for (const fault of faulty) console.log(`dashboard/words/en.json: ${fault}`)
console.error(`${missing.length} missing, ${unused.length} unused, ${faulty.length} faulty`)
process.exitCode = missing.length + unused.length + faulty.length === 0 ? 0 : 1
