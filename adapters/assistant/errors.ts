import { FatalError } from '../../core/errors.ts'

/** A server that answers, but not as an OpenAI-compatible one does, or not to the end. */
export class AssistantAnswerError extends FatalError {
  readonly code = 'assistant-answer'
}
