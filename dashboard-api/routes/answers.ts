import type { FastifyInstance } from 'fastify'
import type { FormerAnswer } from '../../core/answers/answer-under-review.ts'
import { readAnswerReviews } from '../../core/answers/read-answer-reviews.ts'
import { NotFoundError } from '../../core/errors.ts'
import type { AppContext } from '../context.ts'
import type { IncidentAnswers } from '../contract-answers.ts'
import { answerView } from '../views/answer-view.ts'

/** What the public asks of an incident, and its answers with the machine's findings and people's decisions. */
export function answerRoutes(app: FastifyInstance, { stores, clock, answerWords, measured }: AppContext): void {
  const elsewhere = async (id: string): Promise<readonly FormerAnswer[]> => {
    const others = (await measured.read()).filter((one) => one.id !== id)
    return others.flatMap(({ answers }) => answers).toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  }
  app.get<{ Params: { id: string } }>(
    '/api/incidents/:id/answers',
    { config: { access: 'incident.read' } },
    async (request): Promise<IncidentAnswers> => {
      const document = await stores.incidents.get(request.params.id)
      if (document === null) throw new NotFoundError('没有这个事件')
      const now = clock.now()
      const { questions, mentions, cut, answers } = await readAnswerReviews(
        { mentions: stores.mentions, words: answerWords, elsewhere },
        document,
        now
      )
      return { now, questions, mentions, cut, answers: answers.map((answer) => answerView(answer, document.state)) }
    }
  )
}
