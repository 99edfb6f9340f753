import { ConfigError } from '../core/errors.ts'
import { readGazetteer } from './gazetteer.ts'
import type { Parts } from './load.ts'
import type { YamlFile } from './yaml-file.ts'

/** A rule for a region that no place lies in would never fire. The gazetteer is read only where a rule names a region. */
export async function checkRegions(packs: Parts['packs'], main: YamlFile, gazetteer: readonly string[]): Promise<void> {
  if (!packs.some(({ value }) => value.rules.some(({ regions }) => regions !== undefined))) return
  let codes: readonly string[]
  try {
    codes = (await Promise.all(gazetteer.map(readGazetteer))).flat().map(({ code }) => code)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    main.problem(['gazetteer'], error.message)
    return
  }
  for (const { value, file, at } of packs) {
    for (const [index, { regions }] of value.rules.entries()) {
      for (const [i, region] of (regions ?? []).entries()) {
        if (!codes.some((code) => code.startsWith(region))) file.problem([...at, 'rules', index, 'regions', i], `地名库中没有区划代码 ${region}`)
      }
    }
  }
}
