import path from 'node:path'

const project = path.resolve(import.meta.dirname, '../..')

/** Folder that keeps the archives, the data and the state of the engines; `WANGLOU_ENGINES_CACHE` puts it elsewhere. */
export function enginesCache(): string {
  const named = process.env['WANGLOU_ENGINES_CACHE']
  return named === undefined || named === '' ? path.join(project, '.cache', 'engines') : path.resolve(named)
}
