import type { Assessment } from '../../core/assessment.ts'
import { Department, Jurisdiction } from '../../core/department.ts'
import { GradingTable } from '../../core/grading.ts'
import { GazetteerEntry, type Lexicon } from '../../core/lexicon.ts'
import { createAssessor } from '../../pipeline/assess.ts'
import type { AssessKnowledge } from '../../pipeline/knowledge.ts'
import { listedWords } from './listed-words.ts'
import { mentionOf } from './mention.ts'
import { lexiconWith, packOf } from './step-parts.ts'

/** 青岭市 of 云州省 is ours; 石桥市 of 丹霞省 is elsewhere and has a 东湖区 of its own. */
const gazetteer = [
  { code: '99', name: '云州省', level: 'province', aliases: ['云州'] },
  { code: '9901', name: '青岭市', level: 'city', aliases: ['青岭'] },
  { code: '990101', name: '东湖区', level: 'district', aliases: ['东湖'] },
  { code: '990102', name: '南坪区', level: 'district' },
  { code: '990101001', name: '白塔镇', level: 'street' },
  { code: '98', name: '丹霞省', level: 'province', aliases: ['丹霞'] },
  { code: '9801', name: '石桥市', level: 'city', aliases: ['石桥'] },
  { code: '980101', name: '东湖区', level: 'district', aliases: ['东湖'] },
  { code: '980102', name: '岭城县', level: 'district' }
].map((entry) => GazetteerEntry.parse(entry))

export const green = Jurisdiction.parse({ id: 'green', name: '青岭市', codes: ['9901'], words: ['岭城'] })

/** One rule for 占道, one city and its neighbour, and such words of names as are given. */
function smallKnowledge(lexicon: Lexicon, jurisdiction: Jurisdiction): AssessKnowledge {
  return {
    rulesVersion: 'small',
    packs: [packOf()],
    grading: GradingTable.parse({
      version: '1',
      rows: [{ id: 'dead', of: 'event', grade: 'III', words: '死亡', when: { deaths: 3 }, source: '某条例' }]
    }),
    departments: [Department.parse({ id: 'press', name: '宣传处', coordinator: true })],
    pastDecisions: [],
    jurisdiction,
    gazetteer,
    lexicon,
    sources: [
      { id: 'own', name: '青岭日报', mediaTier: 'city', region: '9901' },
      { id: 'east', name: '东湖发布', mediaTier: 'official', region: '990101' },
      { id: 'stone', name: '石桥日报', mediaTier: 'city', region: '9801' }
    ]
  }
}

interface Given {
  readonly lexicon?: Lexicon
  readonly jurisdiction?: Jurisdiction
  /** Words that the segmenter knows besides the divisions and those of the lists. */
  readonly words?: readonly string[]
}

/** Assesses by that small knowledge; the source is one that nobody knows unless it is given. */
export function smallAssessor({
  lexicon = lexiconWith({}),
  jurisdiction = green,
  words = []
}: Given): (part: Parameters<typeof mentionOf>[0]) => Assessment {
  const names = gazetteer.flatMap(({ name, aliases }) => [name, ...aliases])
  const assess = createAssessor(smallKnowledge(lexicon, jurisdiction), listedWords('占道', ...names, ...words))
  return (part) => assess(mentionOf(part))
}
