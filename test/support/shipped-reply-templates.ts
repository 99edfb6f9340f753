import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { ReplyTemplates } from '../../core/reply-template.ts'

/** The templates that come with the program. */
export const shippedReplyTemplates = ReplyTemplates.parse(parse(readFileSync(new URL('../../config/reply-templates.yaml', import.meta.url), 'utf8')))
