/** What the assessor is told, put together from a configuration: rules, table, departments, places and word lists. */
import { sha256 } from './adapters/hash.ts'
import { readGazetteer } from './config/gazetteer.ts'
import { readLexicon } from './config/lexicon.ts'
import type { Config } from './config/schema.ts'
import { canonicalJson } from './core/canonical-json.ts'
import type { AssessKnowledge } from './pipeline/knowledge.ts'

/** @throws ConfigError when a list cannot be read. */
export async function knowledgeOf(config: Config): Promise<AssessKnowledge> {
  const [gazetteer, lexicon] = await Promise.all([Promise.all(config.gazetteer.map(readGazetteer)), readLexicon(config.lexicon)])
  const known = {
    packs: config.packs,
    grading: config.grading,
    departments: config.departments,
    pastDecisions: config.pastDecisions,
    jurisdiction: config.jurisdiction,
    gazetteer: gazetteer.flat(),
    lexicon,
    sources: config.sources.map(({ id, name, mediaTier, region }) => ({ id, name, mediaTier, region }))
  }
  return { rulesVersion: sha256(canonicalJson(known)).slice(0, 12), ...known }
}
