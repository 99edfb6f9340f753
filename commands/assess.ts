import { loadSegmenter } from '../adapters/segmenter/jieba.ts'
import { knowledgeOf } from '../knowledge.ts'
import { createAssessor } from '../pipeline/assess.ts'
import { ruleTerms } from '../pipeline/knowledge.ts'
import { assessmentLine } from '../pipeline/assessment-line.ts'
import { loadProductConfig } from '../system.ts'
import { result } from './exit.ts'
import { readMentions } from './read-mentions.ts'
import { configDirectory, type Place } from './place.ts'

/** `assess FILE.jsonl`: exactly one line for each input id, in order. A line that is no mention is told, left out, and makes the exit code 1. */
export async function assess(file: string, options: Place): Promise<void> {
  const config = await loadProductConfig(configDirectory(options))
  const knowledge = await knowledgeOf(config)
  const judge = createAssessor(knowledge, loadSegmenter(ruleTerms(knowledge)))
  for await (const mention of readMentions(file)) await result(assessmentLine(judge(mention)))
}
