import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { WordingTemplates } from '../../core/wording-template.ts'

/** The templates that come with the program. */
export const shippedWordingTemplates = WordingTemplates.parse(
  parse(readFileSync(new URL('../../config/wording-templates.yaml', import.meta.url), 'utf8'))
)
