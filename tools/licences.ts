/** Writes dist/licences.json: what the program is built of, with the licence of each, as node_modules has them. Part of `npm run build`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.unknown().optional(),
  licenses: z.unknown().optional(),
  repository: z.union([z.string(), z.object({ url: z.string() })]).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({})
})
type Manifest = z.infer<typeof Manifest>

/** As old packages write it: a name, an object, or a list of them. */
function licenceOf({ license, licenses }: Manifest): string {
  const named = z.object({ type: z.string() })
  for (const one of [license, licenses].flat()) {
    if (typeof one === 'string') return one
    const parsed = named.safeParse(one)
    if (parsed.success) return parsed.data.type
  }
  return '未写明'
}

function sourceOf({ repository }: Manifest): string | null {
  const url = typeof repository === 'string' ? repository : repository?.url
  return url?.replace(/^git\+/, '').replace(/\.git$/, '') ?? null
}

/** The manifest that a package of this folder means by a name: nearest node_modules first. */
function resolve(from: string, name: string): { folder: string; manifest: Manifest } | null {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules')))) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (existsSync(`${candidate}/package.json`))
      return { folder: candidate, manifest: Manifest.parse(JSON.parse(readFileSync(`${candidate}/package.json`, 'utf8'))) }
    if (folder === '') return null
  }
}

const own = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(readFileSync('package.json', 'utf8')))
const found = new Map<string, { name: string; version: string; licence: string; source: string | null }>()

function walk(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const known = resolve(folder, name)
    if (known === null) continue
    const { manifest } = known
    const key = `${manifest.name}@${manifest.version}`
    if (found.has(key)) continue
    found.set(key, { name: manifest.name, version: manifest.version, licence: licenceOf(manifest), source: sourceOf(manifest) })
    walk(known.folder, [...Object.keys(manifest.dependencies), ...Object.keys(manifest.optionalDependencies)])
  }
}

walk('', Object.keys(own.dependencies))
mkdirSync('dist', { recursive: true })
writeFileSync(
  'dist/licences.json',
  JSON.stringify(
    [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    null,
    1
  )
)
console.log(`${found.size} packages in dist/licences.json`)
