import { ConfigError } from '../core/errors.ts'
import { placed } from './cross-check.ts'
import { readGazetteer } from './gazetteer.ts'
import type { Parts } from './load.ts'
import { checkRuleRegions } from './pack-checks.ts'
import type { YamlFile } from './yaml-file.ts'

/**
 * A rule for a region that no place lies in would never fire, and a source of one would stand for nowhere. The gazetteer is read only where one
 * of them names a region.
 */
export async function checkRegions(
  { packs, sources }: Pick<Parts, 'packs' | 'sources'>,
  main: YamlFile,
  gazetteer: readonly string[]
): Promise<void> {
  const ofRules = packs.some(({ value }) => value.rules.some(({ regions }) => regions !== undefined))
  if (!ofRules && sources.value.every(({ region }) => region === null)) return
  let codes: readonly string[]
  try {
    codes = (await Promise.all(gazetteer.map(readGazetteer))).flat().map(({ code }) => code)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    main.problem(['gazetteer'], error.message)
    return
  }
  for (const [index, { region }] of sources.value.entries()) {
    // A street or a village is finer than the gazetteer has to be.
    if (region !== null && !codes.some((code) => code.startsWith(region) || (code.length >= 6 && region.startsWith(code))))
      sources.file.problem([...sources.at, index, 'region'], `地名库中没有区划代码 ${region}`)
  }
  checkRuleRegions(packs.map(placed), codes)
}
