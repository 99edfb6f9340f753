import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { SupervisionRules } from '../../core/supervision.ts'

/** The rules as they are shipped. */
export const shippedSupervision: SupervisionRules = SupervisionRules.parse(
  parse(readFileSync(new URL('../../config/supervision.yaml', import.meta.url), 'utf8'))
)
