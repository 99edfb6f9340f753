import { loadSegmenter } from '../adapters/segmenter/jieba.ts'
import { sha256 } from '../adapters/hash.ts'
import type { AssessedMention } from '../core/ports.ts'
import { knowledgeOf } from '../knowledge.ts'
import { createAssessor } from '../pipeline/assess.ts'
import { groupMentions } from '../pipeline/group-file.ts'
import { ruleTerms } from '../pipeline/knowledge.ts'
import { loadProductConfig } from '../system.ts'
import { result } from './exit.ts'
import { configDirectory, type Place } from './place.ts'
import { readMentions } from './read-mentions.ts'

/** `group FILE.jsonl [--all]`: one line for each input id, as the desk would group them; null is an incident of its own, or none. */
export async function group(file: string, options: Place & { all?: boolean }): Promise<void> {
  const config = await loadProductConfig(configDirectory(options))
  const knowledge = await knowledgeOf(config)
  const judge = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)), { comparesAll: options.all === true })
  const items: AssessedMention[] = []
  for await (const mention of readMentions(file)) items.push({ mention, assessment: judge(mention) })
  for (const line of groupMentions(items, { all: options.all === true, sha256 })) await result(line)
}
