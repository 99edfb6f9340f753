import type { FastifyInstance } from 'fastify'
import { readAnswerReviews } from '../../core/answers/read-answer-reviews.ts'
import { NotFoundError } from '../../core/errors.ts'
import type { AppContext } from '../context.ts'
import type { IncidentAnswers } from '../contract-answers.ts'
import { answerView } from '../views/answer-view.ts'

/** What the public asks of an incident, and its answers with the machine's findings and people's decisions. */
export function answerRoutes(app: FastifyInstance, { stores, clock, answerWords }: AppContext): void {
  app.get<{ Params: { id: string } }>(
    '/api/incidents/:id/answers',
    { config: { access: 'incident.read' } },
    async (request): Promise<IncidentAnswers> => {
      const document = await stores.incidents.get(request.params.id)
      if (document === null) throw new NotFoundError('没有这个事件')
      const now = clock.now()
      const { questions, mentions, cut, answers } = await readAnswerReviews({ ...stores, words: answerWords }, document, now)
      return { now, questions, mentions, cut, answers: answers.map((answer) => answerView(answer, document.state)) }
    }
  )
}
