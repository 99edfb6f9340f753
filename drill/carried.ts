import type { Stores } from '../core/ports.ts'
import { judgeCourse, type Carried } from './course.ts'
import type { AnswerRead, DeskClient } from './desk-client.ts'
import type { Expectation } from './expectations.ts'
import { judgeMeasures } from './measured.ts'
import { paperExpectations, type PaperMade } from './paper-expectations.ts'
import { strangerExpectations } from './stranger.ts'

/**
 * Whether the matter was carried through all of it: by its timeline as the store has it, by what the machine says of its answers, by its
 * papers and by the four measures as the API gives them.
 * @param standsFor id of the incident that stands for a key
 */
export async function carriedExpectations(
  carried: Carried,
  standsFor: ReadonlyMap<string, string>,
  { incidents }: Pick<Stores, 'incidents'>,
  desk: DeskClient | undefined
): Promise<{ expectations: Expectation[]; papers: readonly PaperMade[] }> {
  const id = standsFor.get(carried.incident) ?? null
  const document = id === null ? null : await incidents.get(id)
  const course = [...judgeCourse(document, carried), ...(await strangerExpectations(document, desk))]
  if (desk === undefined || id === null) return { expectations: course, papers: [] }
  const made = await paperExpectations(desk, carried.papers)
  return {
    expectations: [
      ...course,
      judgeProposals((await desk.answers(id)).filter(({ kind }) => kind === 'reply')),
      ...judgeMeasures(await desk.measures(), carried.measures, (key) => standsFor.get(key) ?? null),
      ...made.expectations
    ],
    papers: made.papers
  }
}

/** Newest first: what was answered anew has nothing against it, and what came before was to be returned. */
export function judgeProposals(replies: readonly Pick<AnswerRead, 'proposal' | 'proposalWords'>[]): Expectation {
  const proposals = replies.map(({ proposal }) => proposal)
  return {
    name: '答复质量：系统建议退回敷衍的答复，对重新作出的没有异议',
    held: proposals.length === 2 && proposals[0] === null && proposals[1] === 'send-back',
    detail: replies.map(({ proposalWords }) => proposalWords).join('、') || '没有答复'
  }
}
